import { expect } from "chai";

import { energyOf } from "../../src/data/energy.js";
import { RegisterBook } from "../../src/meter/register-book.js";
import { mulberry32, shuffled } from "../../src/model/random.js";

describe("book of a meter's register", () => {
  type Row = readonly [startSeconds: number, kwh: string];
  const joules = (kwh: string) => energyOf(kwh, "kWh") as bigint;

  function bookOf(...rows: Row[]): RegisterBook {
    const book = new RegisterBook(10);
    for (const [startSeconds, kwh] of rows) book.add({ meter: "a", startSeconds, microjoules: joules(kwh) });
    return book;
  }

  /** The energy of each interval in kWh, or why it is not known. */
  function read(book: RegisterBook, start: bigint, end: bigint) {
    const coverage = book.coverage("a", start, end);
    return coverage.kind === "complete" ? coverage.intervals.map(({ microjoules }) => microjoules) : coverage;
  }

  it("reads differences, whatever stands between", () => {
    const rows: Row[] = [
      [100, "12345.7"],
      [105, "12345.8"],
      [110, "12346.0051"],
      [120, "12346.0051"],
    ];
    for (const order of [rows, rows.toReversed()]) {
      expect(read(bookOf(...order), 100n, 120n)).to.deep.equal([joules("0.3051"), 0n]);
    }
  });

  it("needs a reading at the end, and at each interval", () => {
    const book = bookOf([100, "5"], [110, "6"], [130, "8"]);
    expect(read(book, 110n, 140n)).to.deep.equal({ kind: "missing", first: 120n, count: 2n });
    expect(read(book, 90n, 110n)).to.deep.equal({ kind: "missing", first: 90n, count: 1n });
    expect(read(book, 100n, 115n)).to.deep.equal({ kind: "misfit" });
  });

  const over: readonly (readonly [string, Row, Row, string | undefined])[] = [
    ["four digits", [100, "9999.5"], [110, "0.25"], "0.75"],
    ["five digits", [100, "99999.75"], [110, "0.000"], "0.25"],
    ["eight digits", [100, "99999999"], [110, "3"], "4"],
    ["a fall that is none: not near the end", [100, "98000"], [110, "3"], undefined],
    ["a fall that is none: not near the beginning", [100, "99999"], [110, "5000"], undefined],
    ["a fall that is none: too few digits", [100, "999.9"], [110, "0.1"], undefined],
  ];
  for (const [what, before, after, kwh] of over) {
    it(`rolls over: ${what}`, () => {
      const expected = kwh === undefined ? { kind: "fell", from: 100, to: 110 } : [joules(kwh)];
      expect(read(bookOf(before, after), 100n, 110n)).to.deep.equal(expected);
    });
  }

  it("goes on over an exchange of the meter, with the last reading of the old one and the first of the new one", () => {
    const book = bookOf([100, "54321"], [110, "3"]);
    expect(read(book, 100n, 110n)).to.deep.equal({ kind: "fell", from: 100, to: 110 });
    book.add({ meter: "a", startSeconds: 104, microjoules: joules("54321.5") });
    const entry = book.add({ meter: "a", startSeconds: 104, microjoules: joules("2.9") });
    expect(entry).to.have.property("kind", "exchanged");
    expect(read(book, 100n, 110n)).to.deep.equal([joules("0.6")]);
    expect(book.add({ meter: "a", startSeconds: 104, microjoules: joules("2.9") })).to.equal("known");
  });

  it("lets the first reading of a time stand, unless its file says something else later", () => {
    const book = bookOf([100, "50"]);
    expect(book.add({ meter: "a", startSeconds: 100, microjoules: joules("49") })).to.have.property(
      "kind",
      "other value",
    );
    const of = (generation: number) => ({ source: "f", generation });
    book.add({ meter: "a", startSeconds: 110, microjoules: joules("51") }, of(1));
    const entry = book.add({ meter: "a", startSeconds: 110, microjoules: joules("52") }, of(2));
    expect(entry).to.have.property("kind", "corrected");
    expect(read(book, 100n, 110n)).to.deep.equal([joules("2")]);
  });

  it("adds up to what went through, whatever the order, over roll-overs and exchanges", () => {
    const random = mulberry32(11);
    for (let round = 0; round < 50; round++) {
      let shown = BigInt(Math.floor(99_000_000 + random() * 999_999));
      const used: bigint[] = [];
      const groups: Row[][] = [[[0, `${shown}e-3`]]];
      for (let at = 10; at <= 300; at += 10) {
        const wh = BigInt(Math.floor(random() * 90_000));
        used.push(wh * joules("0.001"));
        shown = (shown + wh) % 100_000_000n;
        const group: Row[] = [[at, `${shown}e-3`]];
        if (random() < 0.05 && shown > 100_000n) {
          group.push([at, "7e-3"]);
          shown = 7n;
        }
        groups.push(group);
      }
      const book = bookOf(...shuffled(random, groups).flat());
      expect(read(book, 0n, 300n)).to.deep.equal(used);
    }
  });
});
