import { expect } from "chai";

import { persistenceWh } from "../../src/model/forecast.js";

describe("forecast by persistence", () => {
  const energyWh = [3n, 5n, 4n];

  it("takes an interval for what the one before it was", () => {
    expect([1, 2].map((interval) => persistenceWh(energyWh, interval))).to.deep.equal([3n, 5n]);
  });

  it("takes the day's last interval for the evening before", () => {
    expect(persistenceWh(energyWh, 0)).to.equal(4n);
  });

  it("refuses an interval that is not in the day", () => {
    expect(() => persistenceWh(energyWh, 3)).to.throw(RangeError, "no interval 3");
    expect(() => persistenceWh([], 0)).to.throw(RangeError, "no interval 0");
  });
});
