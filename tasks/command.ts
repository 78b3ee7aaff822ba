import { errorResult } from "hardhat/utils/result";

import { UserError } from "../src/model/errors.js";

/**
 * Wraps a task's action: a {@link UserError} becomes one line on standard error and exit code 1;
 * any other error is a fault of the program and keeps its stack. When nobody reads on, as in `... | head`, it goes on to
 * its end unheard: what it writes to files or a chain must not stay half done.
 */
export function command<Arguments, Environment>(
  action: (args: Arguments, hre: Environment) => Promise<void> | void,
): (args: Arguments, hre: Environment) => Promise<unknown> {
  return async (args, hre) => {
    // It stays: the last write's error comes when the action is over.
    if (!process.stdout.listeners("error").includes(ignoreLostReader)) process.stdout.on("error", ignoreLostReader);
    try {
      await action(args, hre);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`Error: ${error.message}\n`);
      return errorResult();
    }
  };
}

function ignoreLostReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
