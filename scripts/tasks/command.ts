import { errorResult } from "hardhat/utils/result";

import { UserError } from "../model/errors.js";

/**
 * Wraps a task's action: a {@link UserError} becomes one line on standard error and exit code 1;
 * any other error is a fault of the program and keeps its stack.
 */
export function command<Arguments, Environment>(
  action: (args: Arguments, hre: Environment) => Promise<void> | void,
): (args: Arguments, hre: Environment) => Promise<unknown> {
  return async (args, hre) => {
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
