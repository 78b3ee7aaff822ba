import { expect } from "chai";

import type { Cell, Column } from "../../src/report/column.js";
import { toCsv } from "../../src/report/csv.js";

interface Row {
  readonly a: Cell;
  readonly b: Cell;
}
const columns: Column<Row>[] = [
  { name: "b", heading: "B", value: (row) => row.b },
  { name: "a_wh", heading: "A [Wh]", value: (row) => row.a },
];

describe("toCsv", () => {
  it("refuses two columns of one name", () => {
    expect(() => toCsv([...columns, ...columns], [])).to.throw(TypeError, "two columns are named b");
  });

  it("refuses numbers that are not finite, naming column and row", () => {
    expect(() =>
      toCsv(columns, [
        { a: 1, b: 1 },
        { a: NaN, b: 1 },
      ]),
    ).to.throw(RangeError, "column a_wh, row 2: NaN");
    expect(() => toCsv(columns, [{ a: 1, b: -Infinity }])).to.throw(RangeError, "column b, row 1: -Infinity");
  });

  it("writes the columns in the order given, lines ended by CR LF", () => {
    expect(toCsv(columns, [{ a: 1, b: 2 }])).to.equal("b,a_wh\r\n2,1\r\n");
  });

  it("writes the header alone where there are no rows", () => {
    expect(toCsv(columns, [])).to.equal("b,a_wh\r\n");
  });

  it("quotes fields with commas, quotes and line breaks, and doubles the quotes", () => {
    const rows = [
      { a: "x,y", b: 'say "so"' },
      { a: "two\nlines", b: "carriage\rreturn" },
    ];
    expect(toCsv(columns, rows)).to.equal('b,a_wh\r\n"say ""so""","x,y"\r\n"carriage\rreturn","two\nlines"\r\n');
  });

  it("keeps every digit of bigints and numbers, and leaves null empty", () => {
    const rows = [
      { a: 2n ** 256n - 1n, b: 0.1 },
      { a: null, b: -1e-300 },
      { a: true, b: "" },
    ];
    expect(toCsv(columns, rows)).to.equal(`b,a_wh\r\n0.1,${2n ** 256n - 1n}\r\n-1e-300,\r\n,true\r\n`);
  });
});
