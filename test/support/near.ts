import { expect } from "chai";

/**
 * Expects a number to be right but for rounding. Not Chai's `closeTo`, which takes whole numbers only once Hardhat's matchers
 * are loaded, by whichever test starts a chain first.
 */
export function expectNear(actual: number, expected: number, tolerance = 1e-9): void {
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  expect(Math.abs(actual - expected) <= allowed, `${actual} is not ${expected} to within ${allowed}`).to.be.true;
}
