import { expect } from "chai";

import { volumesKWh } from "../../src/model/volumes.js";
import { refusal } from "../support/refusal.js";

const DEFAULTS = { trades: 20, lowKWh: 1000, highKWh: 5000 };

describe("volumesKWh", () => {
  it("refuses a value outside its domain, and a range that is upside down", () => {
    expect(refusal(() => volumesKWh(24, { ...DEFAULTS, trades: 0 }))).to.match(/^trades = 0: /);
    expect(refusal(() => volumesKWh(24, { ...DEFAULTS, lowKWh: 0.5 }))).to.match(/^lowKWh = 0.5: /);
    expect(refusal(() => volumesKWh(24, { ...DEFAULTS, highKWh: NaN }))).to.match(/^highKWh = NaN: /);
    expect(refusal(() => volumesKWh(24, { ...DEFAULTS, highKWh: 999 }))).to.equal(
      "highKWh = 999: must not be below lowKWh = 1000",
    );
  });

  it("gives the trades of Fig. 6 for the seed that was searched for", () => {
    expect(volumesKWh(24, DEFAULTS)).to.deep.equal([
      2328, 4856, 2175, 1350, 3101, 1467, 2083, 2838, 4510, 4133, 3576, 2319, 1361, 2753, 3685, 2438, 4751, 4660, 3039,
      2281,
    ]);
  });

  it("reaches both ends of the range and nothing beyond", () => {
    const drawn = new Set(volumesKWh(1, { trades: 100, lowKWh: 7, highKWh: 9 }));
    expect([...drawn].sort()).to.deep.equal([7, 8, 9]);
  });
});
