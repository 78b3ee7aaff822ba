import { expect } from "chai";

import { linesOf } from "../../src/data/lines.js";
import { refusal } from "../support/refusal.js";

const lines = (...chunks: string[]) => [...linesOf(chunks, "f.csv")];

describe("linesOf", () => {
  it("refuses a line that is too long, ended or not, naming it", () => {
    const long = "x".repeat(65_537);
    expect(refusal(() => lines(`a\n${long}\nb`))).to.equal("f.csv:2: is longer than 65536 characters");
    expect(refusal(() => lines("a\n", long.slice(1), "x", "\nb"))).to.equal("f.csv:2: is longer than 65536 characters");
    expect(lines(`a\n${long.slice(1)}`)).to.have.length(2);
  });

  it("gives the same lines wherever the text is cut", () => {
    const text = "\ufeffa\r\n\r\nb\n\nc\r";
    for (let cut = 0; cut <= text.length; cut++)
      expect(lines(text.slice(0, cut), text.slice(cut)), `cut at ${cut}`).to.deep.equal(["a", "", "b", "", "c"]);
  });

  it("gives no line after the last line end, and none for no text", () => {
    expect(lines("a\n")).to.deep.equal(["a"]);
    expect(lines("")).to.deep.equal([]);
    expect(lines()).to.deep.equal([]);
  });
});
