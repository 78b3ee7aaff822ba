import { expect } from "chai";

import { meteredSharesWh, sharedByPower, type Sharer } from "../../src/model/metered-shares.js";
import { mulberry32 } from "../../src/model/random.js";

describe("sharing a reading out among agreements", () => {
  it("gives every agreement its share of the forecast", () => {
    expect(meteredSharesWh(10n, 6n, [2n, 4n])).to.deep.equal([3n, 7n]);
  });

  it("adds up to the reading when all of the forecast is agreed, whatever is rounded", () => {
    for (const meteredWh of [0n, 1n, 7n, 10n, 99n]) {
      const shares = meteredSharesWh(meteredWh, 9n, [2n, 3n, 4n]);
      expect(shares.reduce((sum, share) => sum + share, 0n)).to.equal(meteredWh);
    }
  });

  it("leaves to others what was forecast and not agreed", () => {
    expect(meteredSharesWh(100n, 10n, [5n])).to.deep.equal([50n]);
  });

  it("refuses more than was forecast", () => {
    expect(() => meteredSharesWh(1n, 4n, [2n, 3n])).to.throw(RangeError, "5 Wh agreed of 4 forecast");
  });
});

describe("sharing what a meter read among periods that differ", () => {
  const sharer = (energyWh: bigint, deliveryStart: bigint, deliveryEnd: bigint): Sharer => ({
    energyWh,
    deliveryStart,
    deliveryEnd,
  });
  const halves = (...energies: bigint[]) =>
    energies.map((microjoules, i) => ({ start: BigInt(i) * 10n, end: BigInt(i + 1) * 10n, microjoules }));

  it("gives everything to the only agreement", () => {
    expect(sharedByPower(halves(3n, 5n), [sharer(1n, 0n, 20n)])).to.deep.equal([8n]);
  });

  it("is the sharing of the sum where the periods are the same", () => {
    const agreed = [2n, 3n, 4n];
    const sharers = agreed.map((energyWh) => sharer(energyWh, 0n, 30n));
    expect(sharedByPower(halves(5n, 5n, 1n), sharers)).to.deep.equal(meteredSharesWh(11n, 9n, agreed));
  });

  it("shares each interval by agreed power: half the energy in half the time is as much power", () => {
    const sharers = [sharer(20n, 0n, 20n), sharer(10n, 10n, 20n)];
    expect(sharedByPower(halves(7n, 8n), sharers)).to.deep.equal([7n + 4n, 4n]);
  });

  it("shares an interval in which a period ends by the time that it ran", () => {
    const sharers = [sharer(10n, 0n, 10n), sharer(5n, 0n, 5n)];
    expect(sharedByPower(halves(9n), sharers)).to.deep.equal([6n, 3n]);
  });

  it("leaves out what nobody agreed on", () => {
    expect(sharedByPower(halves(7n, 8n), [sharer(1n, 10n, 20n)])).to.deep.equal([8n]);
  });

  it("adds up to what was read, and a share depends on its own period alone, whatever overlaps", () => {
    const random = mulberry32(7);
    const upTo = (most: number) => BigInt(Math.floor(random() * most));
    for (let round = 0; round < 200; round++) {
      const intervals = halves(...Array.from({ length: 8 }, () => upTo(50)));
      const sharers = Array.from({ length: 6 }, () => {
        const first = upTo(8);
        return sharer(1n + upTo(30), first * 10n, (first + 1n + upTo(Number(8n - first))) * 10n);
      });
      const shares = sharedByPower(intervals, sharers);
      const covered = intervals.filter(({ start }) =>
        sharers.some(({ deliveryStart, deliveryEnd }) => deliveryStart <= start && start < deliveryEnd),
      );
      const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
      expect(sum(shares)).to.equal(sum(covered.map(({ microjoules }) => microjoules)));
      for (const [i, { deliveryStart, deliveryEnd }] of sharers.entries()) {
        const own = intervals.filter(({ start }) => deliveryStart <= start && start < deliveryEnd);
        expect(sharedByPower(own, sharers)[i]).to.equal(shares[i]);
      }
    }
  });
});
