import { NodeUnavailable } from "../src/chain/rpc/node-client.js";
import { isNodeError } from "../src/chain/rpc/node-error.js";
import { UserError } from "../src/model/errors.js";

/** A node's error, or one of Hardhat about node, network or configuration, as one line; any other error as it is. */
export function asUserError(error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (error instanceof NodeUnavailable) return new UserError(error.message, { cause: error });
  if (isOfHardhat(error)) return new UserError(firstLine(error), { cause: error });
  if (isNodeError(error))
    return new UserError(`the node answers: ${firstLine(error)} (${error.code})`, { cause: error });
  if (isBrokenOff(error))
    return new UserError(`the connection to the node broke off (${firstLine(error)})`, { cause: error });
  return error;
}

/** The first line of an error's message, without Hardhat's number. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n", 1)[0] ?? "").replace(NUMBER, "");
}

/** Hardhat and Ignition number what their users can mend. */
function isOfHardhat(error: unknown): boolean {
  return error instanceof Error && NUMBER.test(error.message);
}

const NUMBER = /^(HHE|IGN)\d+: /;

/** The library that Hardhat asks a node with lets these through while it reads the answer. */
function isBrokenOff(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" && /^UND_ERR_|^ECONN|^EPIPE$/.test(code);
}
