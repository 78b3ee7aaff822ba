import { expect } from "chai";

import { fieldsOf, separatorOf } from "../../src/data/csv.js";
import { refusal } from "../support/refusal.js";

const fields = (text: string, separator = ",") => fieldsOf(text, separator, { source: "f.csv", line: 2 });

describe("fields of a CSV line", () => {
  for (const row of ['"1,2', '"1"x,2', '1,"2""'])
    it(`refuses the quotes of ${row}`, () => {
      expect(refusal(() => fields(row))).to.match(
        /^f\.csv:2: the quote that starts .+ does not end where its field ends$/,
      );
    });

  it("takes quotes and space off a field", () => {
    expect(fields(' 1 ,"2, ""two""" , "3"')).to.deep.equal(["1", '2, "two"', "3"]);
    expect(fields('"",5" pipe,')).to.deep.equal(["", '5" pipe', ""]);
    expect(fields("1;2,3", ";")).to.deep.equal(["1", "2,3"]);
  });

  for (const [header, separator] of [
    ["a,b", ","],
    ["a;b", ";"],
    ["a\tb", "\t"],
    ["a", ","],
    ["a;b (kWh, net);c", ";"],
    ['"a;b;c",d', ","],
  ] as const)
    it(`takes ${JSON.stringify(separator)} for the separator of ${JSON.stringify(header)}`, () => {
      expect(separatorOf(header)).to.equal(separator);
    });
});
