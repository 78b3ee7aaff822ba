import { expect } from "chai";

import { IntervalBook } from "../../src/meter/interval-book.js";

describe("book of a meter's intervals", () => {
  const reading = (startSeconds: number, energyWh: bigint, meter = "a") => ({ meter, startSeconds, energyWh });

  function bookOf(...starts: number[]): IntervalBook {
    const book = new IntervalBook(10);
    for (const start of starts) book.add(reading(start, BigInt(start)));
    return book;
  }

  it("covers a period whose intervals all came, in whatever order", () => {
    expect(bookOf(110, 100, 120).coverage("a", 100n, 120n)).to.deep.equal({
      kind: "complete",
      intervals: [
        { start: 100n, end: 110n, energyWh: 100n },
        { start: 110n, end: 120n, energyWh: 110n },
      ],
    });
  });

  it("says which interval is the first to be missing, and how many are", () => {
    const book = bookOf(100, 130);
    expect(book.coverage("a", 100n, 150n)).to.deep.equal({ kind: "missing", first: 110n, count: 3n });
    expect(book.coverage("b", 100n, 150n)).to.deep.equal({ kind: "missing", first: 100n, count: 5n });
  });

  it("answers at once for a period of thousands of years", () => {
    const missing = { kind: "missing", first: 10n, count: 2n ** 40n / 10n - 2n };
    expect(bookOf(0, 100).coverage("a", 0n, (2n ** 40n / 10n) * 10n)).to.deep.equal(missing);
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
    expect(book.coverage("a", 100n, 110n)).to.deep.equal({
      kind: "complete",
      intervals: [{ start: 100n, end: 110n, energyWh: 5n }],
    });
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
});
