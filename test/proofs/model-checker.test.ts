import { expect } from "chai";

import { checkClaim, claimsIn, outcomeOf } from "../../src/proofs/model-checker.js";
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

function answerTo(body: string): ReturnType<typeof checkClaim> {
  const sources = sourcesOf(body);
  return checkClaim(claimsIn(sources, read)[0]!, sources, read);
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

describe("checkClaim", () => {
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

const SAFE = { errorCode: "2961", message: "BMC: Assertion violation check is safe!" };
const DEPRECATED = { errorCode: "3993", message: "The BMC engine of the SMTChecker is deprecated" };
const UNKNOWN = { errorCode: "7812", message: "BMC: Assertion violation might happen here." };
const FOREIGN = { errorCode: "5724", message: "SMTChecker: 1 unsupported language feature(s)." };
const REFUTED = {
  errorCode: "4661",
  message: "BMC: Assertion violation happens here.",
  secondarySourceLocations: [{ message: "Counterexample:\n  a = 3\n  other = 4\n" }],
  sourceLocation: { file: "proofs/A.sol", start: 10 },
};

describe("outcomeOf", () => {
  it("is proved when every place is, whatever solc says of its engine's future", () => {
    expect(outcomeOf([DEPRECATED, SAFE, SAFE], [])).to.deep.equal({ answer: "proved", proved: 2, findings: [] });
  });

  it("is unknown without an answer, with a message of a kind not known, or with no message at all", () => {
    expect(outcomeOf([SAFE, UNKNOWN], [])).to.deep.equal({ answer: "unknown", proved: 1, findings: [UNKNOWN.message] });
    expect(outcomeOf([SAFE, FOREIGN], []).answer).to.equal("unknown");
    expect(outcomeOf([], []).answer).to.equal("unknown");
  });

  it("is refuted by one counterexample, told by the claim's own parameters", () => {
    const { answer, findings } = outcomeOf([SAFE, UNKNOWN, REFUTED], ["a"]);
    expect(answer).to.equal("refuted");
    expect(findings[1]).to.equal("proofs/A.sol: BMC: Assertion violation happens here. a = 3");
  });
});
