import { expect } from "chai";

import { check } from "../../src/proofs/check.js";
import { claimsIn } from "../../src/proofs/claims.js";
import type { Verdict } from "../../src/proofs/verdict.js";
import { refusal } from "../support/refusal.js";

const HEAD = "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.28;\n";
const LIBRARY = `${HEAD}library Half {
  function down(uint8 n) internal pure returns (uint256) { return uint256(n) / 2; }
  function sum(uint256 n, uint256 m) internal pure returns (uint256) { return n + m; }
}`;
const files: Readonly<Record<string, string>> = { "contracts/Half.sol": LIBRARY };

function sourcesOf(body: string, head = "") {
  return {
    "claims/A.sol": `${HEAD}import {Half} from "../contracts/Half.sol";
      /// @notice halves
      /// are small
      contract A { function claim(uint8 x, uint256 y) external pure { ${body} } }
      ${head}`,
  };
}

function read(path: string): string {
  return files[path]!;
}

function answerTo(body: string): Verdict {
  const sources = sourcesOf(body);
  return check(claimsIn(sources, read)[0]!, sources, read);
}

describe("claims", () => {
  it("are the contracts, libraries apart, with their text on one line and their parameters", () => {
    const claims = claimsIn(sourcesOf("assert(x == x && y == y);", "library Aid {}"), read);
    expect(claims).to.have.length(1);
    expect(claims[0]).to.include({ file: "claims/A.sol", name: "A", text: "halves are small" });
    expect(claims[0]!.parameters).to.deep.equal(["x", "y"]);
  });

  it("refuse a contract without text or without the function", () => {
    const without = (contract: string) => () => claimsIn({ "claims/B.sol": contract }, read);
    expect(refusal(without("contract B { function claim() external {} }"))).to.equal("claims/B.sol: B has no @notice");
    expect(refusal(without("/// @notice n\ncontract B {}"))).to.equal("claims/B.sol: B has no function claim");
  });

  it("refuse a source that does not compile, by its error", () => {
    expect(refusal(() => claimsIn({ "claims/B.sol": "contract B { uint8 x = 256; }" }, read))).to.match(
      /^solc: TypeError: .*claims\/B\.sol:1:24/s,
    );
  });
});

describe("check", () => {
  it("proves what holds for all arguments", () => {
    const { answer, proved, findings } = answerTo("assert(Half.down(x) * 2 <= x); assert(y == y);");
    expect({ answer, findings }).to.deep.equal({ answer: "proved", findings: [] });
    expect(proved).to.be.greaterThan(2);
  });

  it("refutes what fails for some, and names them", () => {
    const { answer, findings } = answerTo("assert(y == y && (x != 7 || Half.down(x) > 3));");
    expect(answer).to.equal("refuted");
    expect(findings).to.have.length(1);
    expect(findings[0]).to.match(/^claims\/A\.sol: BMC: Assertion violation happens here\. x = 7, y = /);
  });

  it("refutes by an overflow in the library itself", () => {
    const { answer, findings } = answerTo("assert(Half.sum(x, y) >= x);");
    expect(answer).to.equal("refuted");
    expect(findings.join("\n")).to.match(/^contracts\/Half\.sol: BMC: Overflow .* x = \d+, y = /);
  });

  it("says so when the assumptions contradict each other", () => {
    expect(answerTo("require(x > 5 && y < 5); require(y > x); assert(Half.down(x) == y);").answer).to.equal("vacuous");
  });

  it("proves nothing where nothing is asserted", () => {
    expect(answerTo("Half.down(x); y;").answer).to.equal("unknown");
  });
});
