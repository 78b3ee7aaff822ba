import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { ErrorFragment } from "ethers";
import type { Suite, Test } from "mocha";

import { ImprovedMarket__factory, TraditionalMarket__factory } from "../../typechain-types/index.js";
import { provokedErrors } from "../support/revert.js";

/** Errors that no call can cause, and why. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  InvalidShortString: "EIP712 keeps the domain's name and version, which are constants of valid length",
  StringTooLong: "the same: both fit a short string",
  SafeCastOverflowedUintDowncast:
    "a balance fits the 96 bits of the books, usage stays within its cap, and 2^24 debts need 2^24 settlements",
};

// After all suites, since each causes some of the errors. Skipped if only some of them run.
after("every custom error of both markets is provoked", function () {
  const root = this.test!.parent!;
  if (!ranCompletely(root)) return;
  const errors = [ImprovedMarket__factory, TraditionalMarket__factory].flatMap((factory) =>
    factory
      .createInterface()
      .fragments.filter((fragment) => ErrorFragment.isFragment(fragment))
      .map(({ name }) => name),
  );
  const wanted = new Set(errors.filter((name) => !(name in OUT_OF_REACH)));
  expect([...wanted].filter((name) => !provokedErrors().has(name))).to.deep.equal([]);
  expect(Object.keys(OUT_OF_REACH).filter((name) => !errors.includes(name) || provokedErrors().has(name))).to.be.empty;
});

/** Whether every test of the contracts ran and passed. */
function ranCompletely(root: Suite): boolean {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const missing = new Set(readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isTest));
  missing.delete("errors.test.ts");
  const tests: Test[] = [];
  root.eachTest((test) => tests.push(test));
  const ours = tests.filter(({ file }) => file?.startsWith(folder));
  for (const { file } of ours) missing.delete(file!.slice(folder.length));
  return missing.size === 0 && ours.every(({ state }) => state === "passed");
}

function isTest(file: string): boolean {
  return file.endsWith(".test.ts");
}
