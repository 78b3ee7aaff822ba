import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { expect } from "chai";

import { ofWholeWh } from "../../src/data/energy.js";
import { readMeters } from "../../src/data/meters.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { mulberry32, uniformInteger } from "../../src/model/random.js";

describe("a million rows", () => {
  const METERS = 100;
  const INTERVALS = 10_000;

  /** The rows one by one, so that the text is never in memory as a whole; their energy is added up on the way. */
  function* generated(total: { wh: number }): Generator<string> {
    const random = mulberry32(7);
    yield "timestamp,meter,energy_kwh";
    for (let interval = 0; interval < INTERVALS; interval++)
      for (let meter = 0; meter < METERS; meter++) {
        const wh = uniformInteger(random, 0, 2000);
        total.wh += wh;
        yield `${isoInstant(interval * 1800)},house-${meter},${(wh / 1000).toFixed(4)}`;
      }
  }

  function heapInUse(): number {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    return process.memoryUsage().heapUsed;
  }

  it("are read to the last watt-hour, into memory of the order of the numbers themselves", () => {
    const total = { wh: 0 };
    const before = heapInUse();
    const series = readMeters(generated(total), "million.csv");
    const bytesPerRow = (heapInUse() - before) / (METERS * INTERVALS);

    expect(series.rows.map(({ values }) => values.length)).to.deep.equal(Array<number>(METERS).fill(INTERVALS));
    let sum = 0n;
    for (const { values } of series.rows) for (const microjoules of values) sum += microjoules;
    expect(sum).to.equal(ofWholeWh(BigInt(total.wh)));
    // A bigint takes 16 to 24 bytes, its place in an array 8 and up to half as much again in reserve; the text of a row
    // takes 38.
    expect(bytesPerRow).to.be.below(64);
  });
});
