import { expect } from "chai";

/**
 * Expects a number within `delta` of another. Not Chai's `closeTo`, which takes whole numbers only once Hardhat's
 * matchers are loaded, by whichever test starts a chain first.
 */
export function expectWithin(actual: number, expected: number, delta: number, where = ""): void {
  expect(Math.abs(actual - expected) <= delta, `${where} ${actual} is not ${expected} to within ${delta}`).to.be.true;
}

/** Expects a number to be right but for rounding: to `tolerance` of its size, and of 1 below that. */
export function expectNear(actual: number, expected: number, tolerance = 1e-9): void {
  expectWithin(actual, expected, tolerance * Math.max(1, Math.abs(expected)));
}
