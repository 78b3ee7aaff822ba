import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UsageError } from "../src/model/errors.js";
import { command } from "./command.js";
import { completionScript } from "./command-line/completion.js";
import { commandTable } from "./command-line/plugin.js";

export default command(({ shell }: { readonly shell: string | undefined }, hre: HardhatRuntimeEnvironment) => {
  if (shell === undefined) throw new UsageError("the shell is missing: give bash, zsh or fish");
  const { tasks, valued, flags } = commandTable(hre);
  process.stdout.write(completionScript(shell, tasks, [...valued, ...flags]));
});
