import { expect } from "chai";

import { type Column, formatCell } from "../../src/report/column.js";
import { toTextTable } from "../../src/report/table.js";

interface Row {
  readonly who: string;
  readonly energyWh: bigint | null;
  readonly share: number;
}
const columns: Column<Row>[] = [
  { name: "who", heading: "Who", value: (row) => row.who },
  { name: "energy_wh", heading: "Energy [Wh]", value: (row) => row.energyWh },
  { name: "share", heading: "Share", value: (row) => row.share, decimals: 2 },
];

describe("toTextTable", () => {
  it("aligns numbers to the right and text to the left, without space at a line's end", () => {
    const rows = [
      { who: "Mühle", energyWh: 1234567n, share: 0.5 },
      { who: "B", energyWh: null, share: 12 },
    ];
    expect(toTextTable(columns, rows)).to.equal(
      [
        "Who    Energy [Wh]  Share",
        "-----  -----------  -----",
        "Mühle    1,234,567   0.50",
        "B                –  12.00",
        "",
      ].join("\n"),
    );
  });

  it("aligns text that says it is numeric to the right", () => {
    const column: Column<string> = { name: "paid", heading: "Paid", value: (text) => text, numeric: true };
    expect(toTextTable([column], ["1.00 EUR", "20.00 EUR"])).to.equal("     Paid\n---------\n 1.00 EUR\n20.00 EUR\n");
  });

  it("shows headings and rule where there are no rows", () => {
    expect(toTextTable(columns, [])).to.equal("Who  Energy [Wh]  Share\n---  -----------  -----\n");
  });
});

describe("formatCell", () => {
  it("groups digits and rounds to the decimals asked for, at most three without", () => {
    expect(formatCell(1234.5678)).to.equal("1,234.568");
    expect(formatCell(1234.5678, 1)).to.equal("1,234.6");
    expect(formatCell(7, 2)).to.equal("7.00");
    expect(formatCell(10n ** 18n)).to.equal("1,000,000,000,000,000,000");
  });

  it("says yes and no, and shows a dash for nothing", () => {
    expect([true, false, null, "text"].map((cell) => formatCell(cell))).to.deep.equal(["yes", "no", "–", "text"]);
  });
});
