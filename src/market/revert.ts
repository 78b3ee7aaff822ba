import { isHexString, type Interface } from "ethers";

/** A custom error with which a contract refuses. */
export interface Revert {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * The custom error in what a provider threw, or in what an event holds.
 *
 * @param abis - of the contracts that may have been at work
 * @returns undefined when it holds none, or one that is nobody's here
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

/** Nodes put the revert data in the error's `data`, or one or two levels further in. */
function revertDataIn(thrown: unknown): string | undefined {
  if (typeof thrown === "string") return isHexString(thrown) && thrown.length >= SELECTOR_LENGTH ? thrown : undefined;
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const { data, cause, error } = thrown as { data?: unknown; cause?: unknown; error?: unknown };
  return revertDataIn(data) ?? revertDataIn(cause) ?? revertDataIn(error);
}

/** `0x` and four bytes. */
const SELECTOR_LENGTH = 10;
