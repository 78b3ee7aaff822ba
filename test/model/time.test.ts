import { expect } from "chai";

import { fullVerificationSeconds, tradeTime, unicastSeconds } from "../../src/model/time.js";
import { timeParameters } from "../../src/model/time-parameters.js";
import { refusal } from "../support/refusal.js";
import { expectWithin } from "../support/near.js";

describe("time of a trade", () => {
  for (const [given, message] of [
    [{ nodes: 0 }, "nodes = 0: must be a whole number from 1 to 1000000"],
    [{ nodes: 1.5 }, "nodes = 1.5: must be a whole number from 1 to 1000000"],
    [{ blockMB: 0 }, "blockMB = 0: must be a number from 0.000001 to 1000000"],
    [{ bandwidthMBps: NaN }, "bandwidthMBps = NaN: must be a number from 0.000001 to 1000000000"],
    [{ handlingSecondsPerKWh: -1 }, "handlingSecondsPerKWh = -1: must be a number from 0 to 1000000"],
    [{ checkSecondsPerMB: Infinity }, "checkSecondsPerMB = Infinity: must be a number from 0 to 1000000"],
    [{ parallelChecks: 0 }, "parallelChecks = 0: must be a whole number from 1 to 1000000"],
    [{ nodes: 10, authorities: 11 }, "authorities = 11: must be a whole number from 1 to 10"],
    [{ authorities: 0 }, "authorities = 0: must be a whole number from 1 to 1000"],
  ] as const) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      expect(refusal(() => timeParameters(given))).to.equal(message);
    });
  }

  it("refuses an energy or an R outside its domain", () => {
    expect(refusal(() => tradeTime(-1, 1, timeParameters()))).to.match(/^energyKWh = -1: /);
    expect(refusal(() => tradeTime(1, 1.1, timeParameters()))).to.equal(
      "reliability = 1.1: must be a number from 0 to 1",
    );
  });

  it("gives the paper's T_r2 and T_{n+1}", () => {
    const small = tradeTime(1000, 1, timeParameters());
    expect([small.broadcast, small.neighbours]).to.deep.equal([10, 10.01]);
    const large = tradeTime(1000, 1, timeParameters({ nodes: 9000 }));
    expect([large.broadcast, large.neighbours]).to.deep.equal([90, 90.01]);
  });

  it("adds up by equations (8) and (9)", () => {
    const time = tradeTime(2000, 0.5, timeParameters({ nodes: 400, blockMB: 2, authorities: 100, parallelChecks: 30 }));
    expectWithin(time.handling, 2.2, 1e-12);
    expectWithin(time.verification, 0.24, 1e-12);
    expect(time.broadcast).to.equal(8);
    expectWithin(time.blockCheck, 0.1, 1e-12);
    expectWithin(time.trade, 10.54, 1e-12);
    expect(time.neighbours).to.equal(8.02);
    expectWithin(time.total, 18.56, 1e-12);
  });

  it("takes no verification at R = 0, and nothing else changes", () => {
    const [reliable, other] = [0, 1].map((R) => tradeTime(1000, R, timeParameters()));
    expect(reliable?.verification).to.equal(0);
    expectWithin(other!.total - reliable!.total, 120, 1e-9);
    expect({ ...reliable, verification: 0, trade: 0, total: 0 }).to.deep.equal({
      ...other,
      verification: 0,
      trade: 0,
      total: 0,
    });
  });

  it("rounds the rounds of checks up", () => {
    const rounds = (authorities: number, parallelChecks: number) =>
      fullVerificationSeconds(timeParameters({ authorities, parallelChecks, tradeCheckSeconds: 1 }));
    expect([rounds(7, 1), rounds(7, 3), rounds(6, 3), rounds(7, 7), rounds(7, 100)]).to.deep.equal([7, 3, 2, 1, 1]);
  });

  it("is linear in the receivers", () => {
    const link = { blockMB: 1, bandwidthMBps: 100 };
    expect(unicastSeconds(9000, link)).to.equal(10 * unicastSeconds(900, link));
  });
});
