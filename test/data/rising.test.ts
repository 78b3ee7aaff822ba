import { expect } from "chai";

import { RisingValues } from "../../src/data/rising.js";
import { mulberry32 } from "../../src/model/random.js";

const DAY = 86_400;

describe("values that only rise", () => {
  function seen(seconds: number, values: readonly number[]): boolean {
    const rising = new RisingValues(seconds);
    for (const [i, value] of values.entries()) rising.take(i * seconds, BigInt(Math.round(value)));
    return rising.seen;
  }

  const day = (seconds: number, value: (hour: number) => number, days = 1) =>
    Array.from({ length: (days * DAY) / seconds }, (_, i) => value((i * seconds) / 3600));
  /** Of a roof on a clear day: nothing in the night, a smooth hill by day. */
  const roof = (hour: number) => Math.max(0, 1e6 * Math.sin((((hour % 24) - 4) / 16) * Math.PI));

  for (const seconds of [60, 300, 900, 1800, 3600]) {
    it(`are a register's within a day of rows of ${seconds} s, from zero on too, and within two where it is read coarsely`, () => {
      expect(
        seen(
          seconds,
          day(seconds, (hour) => 12_345_000 + 500 * hour),
        ),
      ).to.equal(true);
      expect(
        seen(
          seconds,
          day(seconds, (hour) => 500 * hour),
        ),
      ).to.equal(true);
      expect(
        seen(
          seconds,
          day(seconds, (hour) => 9e6 + Math.floor(hour) * 100, 2),
        ),
      ).to.equal(true);
    });

    it(`are not a roof's or a household's in rows of ${seconds} s`, () => {
      const random = mulberry32(3);
      expect(seen(seconds, day(seconds, roof, 5))).to.equal(false);
      expect(
        seen(
          seconds,
          day(seconds, () => 200, 5),
        ),
      ).to.equal(false);
      expect(
        seen(
          seconds,
          day(seconds, () => 100 + random() * 400, 5),
        ),
      ).to.equal(false);
    });
  }

  it("are a register's again after it rolled over, and remain so", () => {
    const values = day(1800, (hour) => (99_990 + hour) % 100_000, 2);
    expect(seen(1800, values)).to.equal(true);
    expect(seen(1800, [...values, 0])).to.equal(true);
  });
});
