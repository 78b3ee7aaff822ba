import { NodeUnavailable } from "../src/chain/rpc/node-client.js";
import { NetworkError, UsageError } from "../src/model/errors.js";

/** Exit codes of commands; 0 is success. docs/commands.md lists them. */
export const EXIT = {
  /** The market, a file or the machine refused what was asked. */
  refused: 1,
  /** What was typed is wrong. */
  usage: 2,
  /** The node does not answer, or the network's configuration is wrong. */
  node: 3,
} as const;

type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a command that ended by this error, or by one that it was caused by. */
export function exitCodeOf(error: unknown): ExitCode {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof UsageError) return EXIT.usage;
    if (cause instanceof NetworkError || cause instanceof NodeUnavailable || isOfNetwork(cause)) return EXIT.node;
  }
  return EXIT.refused;
}

/** Hardhat's errors about configuration variables and networks, and the system's about connections. */
function isOfNetwork(error: Error): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    /^HHE(\d|\d\d|7\d\d):/.test(message) || (typeof code === "string" && /^(UND_ERR_|ECONN|ENOTFOUND|EPIPE)/.test(code))
  );
}

let failure: ExitCode | undefined;

/**
 * Ends the process with this code if Hardhat ends it with 1: Hardhat knows only success and failure of a task, and sets
 * the code itself.
 */
export function failWith(code: ExitCode): void {
  if (failure === undefined) process.once("exit", setCode);
  failure = code;
}

function setCode(code: number): void {
  if (code === EXIT.refused && failure !== undefined) process.exitCode = failure;
}
