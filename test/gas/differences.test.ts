import { expect } from "chai";

import { differences } from "./differences.js";

describe("Differences of gas figures", () => {
  it("are none between equal figures", () => {
    expect(differences({ improved: { declare: 61_351 } }, { improved: { declare: 61_351 } })).to.deep.equal([]);
  });

  it("say what rose and what fell, and by how much", () => {
    const before = { improved: { declare: 61_351, accept: 80_000 } };
    const after = { improved: { declare: 61_400, accept: 78_563 } };
    expect(differences(before, after)).to.deep.equal([
      "improved, declare: 61,351 -> 61,400 (+49)",
      "improved, accept: 80,000 -> 78,563 (-1,437)",
    ]);
  });

  it("tell the same step of two markets apart", () => {
    const before = { improved: { declare: 1 }, traditional: { declare: 1 } };
    const after = { improved: { declare: 1 }, traditional: { declare: 2 } };
    expect(differences(before, after)).to.deep.equal(["traditional, declare: 1 -> 2 (+1)"]);
  });

  it("name figures that came and went", () => {
    expect(differences({ improved: { sign: 50_000 } }, { improved: { cancel: 32_000 } })).to.deep.equal([
      "improved, sign: gone, was 50,000",
      "improved, cancel: new, 32,000",
    ]);
  });
});
