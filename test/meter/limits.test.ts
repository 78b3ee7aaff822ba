import { expect } from "chai";

import { ofWholeWh } from "../../src/data/energy.js";
import { whyHeld } from "../../src/meter/limits.js";

describe("limits of a reading", () => {
  /** Of one half-hour; all of it is the agreement's. */
  function held(
    energyWh: bigint,
    agreedWh: bigint,
    { watts, register = false }: { watts?: bigint; register?: boolean } = {},
  ) {
    const intervals = [{ start: 1800n, end: 3600n, microjoules: ofWholeWh(energyWh) }];
    const limits = { multipleHundredths: 250n, maxPowerW: (meter: string) => (meter === "a" ? watts : undefined) };
    return whyHeld({ meter: "a", intervals, register, agreedWh, energyWh }, limits);
  }

  it("is the multiple of what was agreed, and names a wrong unit", () => {
    expect(held(25n, 10n)).to.equal(undefined);
    expect(held(26n, 10n)).to.equal("26 Wh is more than 2.5 times the 10 Wh agreed");
    expect(held(9_500_000n, 10_000n)).to.equal(
      "9500000 Wh is more than 2.5 times the 10000 Wh agreed; are the rows in Wh, or what a register shows (--register)?",
    );
  });

  it("is the connection's power over an interval", () => {
    expect(held(500n, 500n, { watts: 1000n })).to.equal(undefined);
    expect(held(501n, 501n, { watts: 1000n })).to.equal(
      "1970-01-01T00:30:00Z has 501 Wh, more than 1 kW give in 30 min",
    );
    expect(held(501n, 501n)).to.equal(undefined);
  });

  it("stops what looks like a register, however small", () => {
    expect(held(1n, 1n, { register: true })).to.match(/only ever risen.*--register/);
  });

  it("lets no factor of 1000 through, whatever was agreed", () => {
    for (let agreed = 1n; agreed < 10n ** 9n; agreed *= 7n)
      expect(held(agreed * 1000n, agreed)).not.to.equal(undefined);
  });
});
