import { errorResult } from "hardhat/utils/result";

import { UserError } from "../src/model/errors.js";
import { complaint } from "./complaint.js";
import { exitCodeOf, failWith } from "./exit-code.js";
import { asUserError } from "./node-error.js";

/**
 * Wraps a task's action: a {@link UserError}, or an error of the node, becomes one line on standard error and its exit
 * code; any other error is a bug and keeps its stack. If standard output closes early (`... | head`), the command still
 * finishes, so that nothing it writes to files or a chain stays half done.
 */
export function command<T, Hre>(
  action: (args: T, hre: Hre) => Promise<void> | void,
): (args: T, hre: Hre) => Promise<unknown> {
  return async (args, hre) => {
    // The listener stays: the last write fails only after the action is over.
    if (!process.stdout.listeners("error").includes(ignoreClosedOutput)) process.stdout.on("error", ignoreClosedOutput);
    try {
      await action(args, hre);
      return undefined;
    } catch (error) {
      const told = asUserError(error);
      if (!(told instanceof UserError)) throw error;
      process.stderr.write(complaint(told.message));
      failWith(exitCodeOf(told));
      return errorResult();
    }
  };
}

function ignoreClosedOutput(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
