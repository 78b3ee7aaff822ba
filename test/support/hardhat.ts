import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `hardhat` with these arguments in a process of its own, as a person would, in the project's folder. */
export function runHardhat(...args: string[]): Promise<Run> {
  return runHardhatIn({}, ...args);
}

/** Environment variables beside those of this process; `undefined` takes one of those away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** {@link runHardhat} with a changed environment. */
export function runHardhatIn(environment: Environment, ...args: string[]): Promise<Run> {
  return runHardhatTold("", environment, ...args);
}

/** {@link runHardhatIn} with something on standard input. */
export async function runHardhatTold(input: string, environment: Environment, ...args: string[]): Promise<Run> {
  const child = startHardhat(environment, ...args);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  // Progress comes as time passes: how many of these lines there are says how busy the machine is.
  return { code, stdout, stderr: stderr.replaceAll(/^\.\.\. .*\n/gm, "") };
}

/** Starts `hardhat` as {@link runHardhat} does, and leaves it running, its standard input open. */
export function startHardhat(environment: Environment, ...args: string[]) {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: ["pipe", "pipe", "pipe"] });
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));
