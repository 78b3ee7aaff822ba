import { isHexString, type Interface } from "ethers";

/** The custom error that a contract reverted with. */
export interface Revert {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Finds the custom error in a provider's error, or in the bytes of an event.
 *
 * @param abis - of the contracts that may have reverted
 * @returns undefined when there is no revert data, or no contract here has such an error
 */
export function revertIn(thrown: unknown, abis: readonly Interface[]): Revert | undefined {
  const data = revertDataIn(thrown);
  if (data === undefined) return undefined;
  for (const abi of abis) {
    const parsed = abi.parseError(data);
    if (parsed !== null) return { name: parsed.name, args: parsed.args.toObject() };
  }
  return undefined;
}

/** Nodes put the revert data into the error's `data`, or one or two levels deeper. */
function revertDataIn(thrown: unknown): string | undefined {
  if (typeof thrown === "string") return isHexString(thrown) && thrown.length >= SELECTOR_LENGTH ? thrown : undefined;
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const { data, cause, error } = thrown as { data?: unknown; cause?: unknown; error?: unknown };
  return revertDataIn(data) ?? revertDataIn(cause) ?? revertDataIn(error);
}

/** `0x` and four bytes. */
const SELECTOR_LENGTH = 10;
