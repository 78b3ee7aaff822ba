import { expect } from "chai";

import { uncoveredLines } from "../scripts/coverage.js";

describe("the check of the coverage", () => {
  it("refuses a report that names no contract", () => {
    for (const report of ["", "TN:\n", "SF:contracts/A.sol\nLF:0\nend_of_record\n", "SF:test/A.sol\nDA:1,1\n"])
      expect(() => uncoveredLines(report)).to.throw("the coverage report names no line of a contract");
  });

  it("names the lines of contracts that no test has run, and no others", () => {
    const report = [
      "TN:",
      ...["SF:contracts/A.sol", "DA:3,1", "DA:4,0", "DA:10,0", "LH:1", "LF:3", "end_of_record"],
      ...["SF:contracts/base/B.sol", "DA:7,12", "LH:1", "LF:1", "end_of_record"],
      ...["SF:test/solidity/Token.sol", "DA:5,0", "LH:0", "LF:1", "end_of_record"],
    ].join("\n");
    expect(uncoveredLines(report)).to.deep.equal(["contracts/A.sol:4", "contracts/A.sol:10"]);
  });
});
