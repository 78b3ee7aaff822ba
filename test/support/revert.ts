import { expect } from "chai";
import type { Interface } from "ethers";

const provoked = new Set<string>();

/**
 * Fails unless an action reverts with exactly this custom error and these arguments. An argument may be a predicate
 * (such as `anyValue`) where the value is nobody's to choose.
 */
export async function expectRevert(
  action: Promise<unknown>,
  { interface: abi }: { readonly interface: Interface },
  error: string,
  ...args: readonly unknown[]
): Promise<void> {
  await expect(action)
    .to.be.revertedWithCustomError({ interface: abi }, error)
    .withArgs(...args);
  provoked.add(error);
}

/** What a call that reverts returns: an encoded error. */
export async function revertData(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    // The node's answer is somewhere below what Hardhat makes of it.
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ("data" in cause && typeof cause.data === "string") return cause.data;
    throw error;
  }
  throw new Error("the call did not revert");
}

/** The custom errors that {@link expectRevert} has seen in this process. */
export function provokedErrors(): ReadonlySet<string> {
  return provoked;
}
