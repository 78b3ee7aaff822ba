import { expect } from "chai";

import { CsvLines } from "../../src/data/csv.js";
import { refusal } from "../support/refusal.js";

function rowsOf(...lines: string[]) {
  const csv = new CsvLines("f.csv");
  return lines.map((line) => csv.take(line)).filter((row) => row !== undefined);
}
const fields = (...lines: string[]) =>
  rowsOf(...lines)
    .slice(1)
    .map((row) => row.fields);

describe("CsvLines", () => {
  it("refuses too many fields, naming the first one too many", () => {
    expect(refusal(() => fields("a,b", "1,2", "1,2,"))).to.equal(
      "f.csv:3: column 3: is one too many: the header has 2 columns",
    );
  });

  it("refuses too few fields, naming the first that is missing", () => {
    expect(refusal(() => fields("a,b,c", "1,2,3", "1"))).to.equal("f.csv:3: column b: is missing");
  });

  for (const row of ['"1,2', '"1"x,2', '1,"2""'])
    it(`refuses the quotes of ${row}`, () => {
      expect(refusal(() => fields("a,b", row))).to.match(
        /^f\.csv:2: the quote that starts .+ does not end where its field ends$/,
      );
    });

  it("counts blank lines but does not give them", () => {
    expect(rowsOf("", "a,b", "", "1,2", "")).to.deep.equal([
      { line: 2, fields: ["a", "b"] },
      { line: 4, fields: ["1", "2"] },
    ]);
  });

  it("takes the semicolon for the separator where the header has no comma", () => {
    expect(fields("a;b", "1;2")).to.deep.equal([["1", "2"]]);
    expect(fields("a,b", "1;2,3")).to.deep.equal([["1;2", "3"]]);
  });

  it("takes quotes and space off a field", () => {
    expect(fields("a,b,c", ' 1 ,"2, ""two""" , "3"')).to.deep.equal([["1", '2, "two"', "3"]]);
    expect(fields("a,b,c", '"",5" pipe,')).to.deep.equal([["", '5" pipe', ""]]);
  });
});
