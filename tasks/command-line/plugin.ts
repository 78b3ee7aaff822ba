import { definePlugin } from "hardhat/plugins";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { EXIT } from "../exit-code.js";
import { complaint } from "../complaint.js";
import { MARKET_ROLES } from "../market/index.js";
import { checkCommandLine, type CommandTable } from "./check.js";
import { didYouMean } from "./closest.js";
import { roleHelp } from "./role-help.js";

/**
 * Reads the command line before Hardhat does: a mistake is told in one line, with what was probably meant, and exit
 * code 2; `market --help` lists the commands by role.
 */
export const commandLinePlugin = definePlugin({
  id: "wattlane-command-line",
  hookHandlers: {
    hre: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            created: (_context, hre) => {
              if (isCommandLine() && !read) readCommandLine(hre);
              return Promise.resolve();
            },
          }),
      }),
  },
});

/** The command line is that of the first environment; a test's own come later. */
let read = false;

/** Whether this process is Hardhat's command, and not a script that uses its library. */
function isCommandLine(): boolean {
  return /[\\/](hardhat|hardhat[\\/]dist[\\/]src[\\/]cli\.js)$/.test(process.argv[1] ?? "");
}

function readCommandLine(hre: HardhatRuntimeEnvironment): void {
  read = true;
  const { task, problem } = checkCommandLine(process.argv.slice(2), commandTable(hre));
  if (problem !== undefined) refuse(`${problem} (see npx hardhat ${[...(task?.id ?? []), "--help"].join(" ")})`);
  // Hardhat's type does not say so, but it is missing where the option is.
  const network = hre.globalOptions.network as string | undefined;
  const networks = Object.keys(hre.config.networks);
  if (network !== undefined && !networks.includes(network)) {
    refuse(`--network ${network}: is not in hardhat.config.ts${didYouMean(network, networks)}`);
  }
  if (task?.id.join(" ") !== "market") return;
  process.stdout.write(roleHelp(task, MARKET_ROLES));
  process.exit(0);
}

function refuse(problem: string): never {
  process.stderr.write(complaint(problem));
  process.exit(EXIT.usage);
}

/** Hardhat's commands and global options. */
export function commandTable({ tasks, globalOptions }: HardhatRuntimeEnvironment): CommandTable {
  const values = Object.entries(globalOptions) as [string, unknown][];
  const names = (flags: boolean) =>
    values.filter(([, value]) => (typeof value === "boolean") === flags).map(([n]) => n);
  return {
    tasks: tasks.rootTasks,
    valued: new Set([...names(false), ...VALUED]),
    flags: new Set([...names(true), ...FLAGS]),
  };
}

// Global options that are missing from the environment where they are not given.
const VALUED = ["config", "network", "verbosity", "gasStatsJson"];
const FLAGS = ["help", "init", "showStackTraces", "version", "coverage", "gasStats"];
