import { expect } from "chai";

import { verdictOf } from "../../src/proofs/verdict.js";

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

describe("verdictOf", () => {
  it("is proved when every place is, whatever solc says of its engine's future", () => {
    expect(verdictOf([DEPRECATED, SAFE, SAFE], [])).to.deep.equal({ answer: "proved", proved: 2, findings: [] });
  });

  it("is unknown without an answer, with a message of a kind not known, or with no message at all", () => {
    expect(verdictOf([SAFE, UNKNOWN], [])).to.deep.equal({ answer: "unknown", proved: 1, findings: [UNKNOWN.message] });
    expect(verdictOf([SAFE, FOREIGN], []).answer).to.equal("unknown");
    expect(verdictOf([], []).answer).to.equal("unknown");
  });

  it("is refuted by one counterexample, told by the claim's own parameters", () => {
    const { answer, findings } = verdictOf([SAFE, UNKNOWN, REFUTED], ["a"]);
    expect(answer).to.equal("refuted");
    expect(findings[1]).to.equal("proofs/A.sol: BMC: Assertion violation happens here. a = 3");
  });
});
