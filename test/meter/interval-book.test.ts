import { expect } from "chai";

import { ofWholeWh } from "../../src/data/energy.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import type { Coverage } from "../../src/meter/meter-book.js";

describe("book of a meter's intervals", () => {
  const reading = (startSeconds: number, energyWh: bigint, meter = "a") => ({
    meter,
    startSeconds,
    microjoules: ofWholeWh(energyWh),
  });

  function bookOf(...starts: number[]): IntervalBook {
    const book = new IntervalBook(10);
    for (const start of starts) book.add(reading(start, BigInt(start)));
    return book;
  }

  function complete(...intervals: (readonly [start: bigint, energyWh: bigint])[]): Coverage {
    return {
      kind: "complete",
      intervals: intervals.map(([start, energyWh]) => ({
        start,
        end: start + 10n,
        microjoules: ofWholeWh(energyWh),
      })),
      register: false,
    };
  }

  it("covers a period whose intervals all came, in whatever order", () => {
    expect(bookOf(110, 100, 120).coverage("a", 100n, 120n)).to.deep.equal(complete([100n, 100n], [110n, 110n]));
  });

  it("says which interval is the first to be missing, and how many are", () => {
    const book = bookOf(90, 100, 130, 140);
    expect(book.coverage("a", 100n, 150n)).to.deep.equal({ kind: "missing", first: 110n, count: 2n });
    expect(book.coverage("b", 100n, 150n)).to.deep.equal({ kind: "missing", first: 100n, count: 5n });
  });

  it("answers at once for a period of thousands of years", () => {
    const missing = { kind: "missing", first: 20n, count: 2n ** 40n / 10n - 4n };
    expect(bookOf(0, 10, 100, 110).coverage("a", 10n, (2n ** 40n / 10n) * 10n)).to.deep.equal(missing);
  });

  it("does not cut an interval: a period must begin and end where intervals do", () => {
    expect(bookOf(100, 110).coverage("a", 100n, 115n)).to.deep.equal({ kind: "misfit" });
    expect(bookOf(100, 110).coverage("a", 105n, 115n)).to.deep.equal({ kind: "misfit" });
  });

  it("takes a row once, and lets the first value stand", () => {
    const book = bookOf();
    expect(book.add(reading(100, 5n))).to.equal("new");
    expect(book.add(reading(100, 5n))).to.equal("known");
    expect(book.add(reading(100, 6n, "b"))).to.equal("new");
    expect(book.add(reading(100, 6n))).to.deep.equal({
      kind: "other value",
      problem: "1970-01-01T00:01:40Z of meter a was 5 Wh before, and is 6 Wh now: the first one stands",
    });
    expect(book.coverage("a", 100n, 110n)).to.deep.equal(complete([100n, 5n]));
  });

  it("follows a file that is read anew, and only that", () => {
    const book = new IntervalBook(10);
    const of = (generation: number, source = "f.csv") => ({ source, generation });
    book.add(reading(100, 5n), of(1));
    expect(book.add(reading(100, 6n), of(2, "g.csv"))).to.have.property("kind", "other value");
    expect(book.add(reading(100, 7n), of(3))).to.deep.equal({
      kind: "corrected",
      problem:
        "1970-01-01T00:01:40Z of meter a was 5 Wh before, and is 7 Wh now: what is signed stands, and what is not follows the file",
    });
    expect(book.add(reading(100, 5n), of(3))).to.have.property("kind", "other value");
    expect(book.coverage("a", 100n, 110n)).to.deep.equal(complete([100n, 7n]));
    expect(book.add(reading(105, 8n), of(4))).to.equal("new");
    expect(book.coverage("a", 105n, 115n)).to.deep.equal(complete([105n, 8n]));
  });

  it("uses no rows that overlap: a quarter of an hour taken for a half would sell half of the energy", () => {
    const book = bookOf(100);
    const entry = book.add(reading(105, 1n));
    expect(entry).to.have.property("kind", "overlap");
    expect(entry).to.have.property("problem").that.contains("overlaps 1970-01-01T00:01:40Z: intervals are 10 s");
    expect(book.add(reading(110, 1n))).to.have.property("kind", "overlap");
    expect(book.add(reading(120, 1n))).to.equal("new");
    expect(book.coverage("a", 100n, 130n)).to.deep.equal({ kind: "missing", first: 100n, count: 2n });
  });

  it("uses no row that says another length", () => {
    const entry = bookOf().add({ ...reading(100, 1n), endSeconds: 120 });
    expect(entry).to.have.property("kind", "other length");
    expect(entry).to.have.property("problem").that.contains("is 20 s long: intervals are 10 s, so it is not used");
  });

  /** Starts of rows; a period; the rows that are too far apart, or none. */
  const apart: readonly (readonly [string, number[], bigint, readonly [number, number] | undefined])[] = [
    ["two rows of twice the interval", [80, 100], 100n, [80, 100]],
    ["the first of them", [80, 100], 80n, [80, 100]],
    ["rows a day apart", [100, 86_500], 86_500n, [100, 86_500]],
    ["a step that changes: the last of the short ones", [80, 90, 100, 120, 140], 100n, [100, 120]],
    ["a step that changes: the first of the long ones", [80, 90, 100, 120, 140], 120n, [100, 120]],
    ["a row that stands alone after a gap, so far", [80, 90, 110], 110n, [90, 110]],
    ["rows on both sides of lost ones", [80, 90, 110, 120], 110n, undefined],
    ["one row, with no other to tell", [100], 100n, undefined],
    ["rows next to each other", [100, 110], 100n, undefined],
  ];
  for (const [what, starts, start, gap] of apart) {
    it(`took longer intervals for what they were said to be: ${what}`, () => {
      const expected = gap === undefined ? complete([start, start]) : { kind: "apart", from: gap[0], to: gap[1] };
      for (const order of [starts, starts.toReversed()]) {
        expect(bookOf(...order).coverage("a", start, start + 10n)).to.deep.equal(expected);
      }
    });
  }

  it("names values that only ever rise for a day, in whatever order they come, until they are corrected", () => {
    const hours = Array.from({ length: 24 }, (_, i) => i * 3600);
    const book = new IntervalBook(3600);
    for (const start of hours.toReversed()) {
      book.add(reading(start, 5000n + BigInt(start)), { source: "f", generation: 1 });
    }
    expect(book.coverage("a", 0n, 3600n)).to.have.property("register", true);
    for (const start of hours) book.add(reading(start, 5n), { source: "f", generation: 2 });
    expect(book.coverage("a", 0n, 3600n)).to.have.property("register", false);
  });
});
