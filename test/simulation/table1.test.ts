import { expect } from "chai";
import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { playTable1 } from "../../scripts/simulation/table1.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { mulberry32 } from "../../src/model/random.js";
import { planTable1, type PlannedDay } from "../../src/model/table1.js";
import { table1Parameters, type Table1Parameters } from "../../src/model/table1-parameters.js";
import { AgreementStatus, Outcome, Reason, partiesOf } from "../../src/model/terms.js";
import { DEFAULT_DAY_RULES } from "../../src/model/day-rules.js";

const SEED = 5;
const SMALL = table1Parameters({ users: 60, days: 4, voidShare: 0.2 });

function play(table1: Table1Parameters, seed = SEED): Promise<Awaited<ReturnType<typeof playTable1>>> {
  let reading = 0;
  return playTable1(builtInChains(hre.network), {
    table1,
    clauses: DEFAULT_DAY_RULES,
    parameters: DEFAULT_PARAMETERS,
    authorities: 4,
    seed,
    now: () => (reading += 1000),
    onProgress: () => undefined,
  });
}

describe("the days of Table 1 on the chain", () => {
  const plan = planTable1(SMALL, mulberry32(SEED));
  let result: Awaited<ReturnType<typeof playTable1>>;
  before(async () => {
    result = await play(SMALL);
  });

  const each = (check: (day: Awaited<ReturnType<typeof playTable1>>["days"][number], planned: PlannedDay) => void) => {
    for (const [i, planned] of plan.entries()) check(result.days[i]!, planned);
  };

  it("make every agreement that was drawn, with the energy that was drawn", () => {
    expect(result.days.length).to.equal(4);
    each(({ trades }, { acceptances }) => {
      expect(trades.map(({ agreement }) => agreement.energyWh)).to.deep.equal(
        acceptances.map(({ energyWh }) => energyWh),
      );
    });
  });

  it("end void exactly where buyer or seller has emptied the account, and settle all the others", () => {
    each(({ trades, settlements }, { emptied, acceptances, offers }) => {
      const reasons = acceptances.map(({ buyer, offer }) => {
        if (emptied.includes(buyer)) return Reason.MarginMissing;
        return emptied.includes(offers[offer]!.seller) ? Reason.FeeMissing : Reason.None;
      });
      expect(trades.map(({ reason }) => reason)).to.deep.equal(reasons);
      expect(trades.map(({ status }) => status)).to.deep.equal(
        reasons.map((reason) => (reason === Reason.None ? AgreementStatus.Settled : AgreementStatus.Void)),
      );
      expect(settlements.length).to.equal(reasons.filter((reason) => reason === Reason.None).length);
    });
    const reasons = result.days.flatMap(({ trades }) => trades.map(({ reason }) => reason));
    expect(new Set(reasons)).to.deep.equal(new Set([Reason.None, Reason.MarginMissing, Reason.FeeMissing]));
  });

  it("settle at what the meters were to read, by the clauses, without debts", () => {
    each(({ trades, settlements }, { acceptances }) => {
      for (const { trade, energyWh, outcome, debt } of settlements) {
        expect(energyWh).to.equal(acceptances[trades.indexOf(trade)]?.meteredWh);
        const [used, agreed] = [energyWh * 10n, trade.agreement.energyWh];
        const expected = used > agreed * 11n ? Outcome.Excess : used < agreed * 9n ? Outcome.Shortfall : Outcome.InBand;
        expect([outcome, debt]).to.deep.equal([expected, 0n]);
      }
    });
  });

  it("go through full verification where a party would exceed a cap, and nowhere else", () => {
    const usedWh = new Map<string, bigint>();
    let verified = 0;
    for (const { trades } of result.days) {
      // All of a day's acceptances come before its first verification.
      for (const { agreement, fastLane, status } of trades) {
        const parties = Object.values(partiesOf(agreement));
        const fits = parties.every((party) => (usedWh.get(party) ?? 0n) + agreement.energyWh <= 10_000_000n);
        expect(fastLane).to.equal(fits);
        if (!fits || status === AgreementStatus.Void) continue;
        for (const party of parties) usedWh.set(party, (usedWh.get(party) ?? 0n) + agreement.energyWh);
      }
      for (const { agreement, fastLane } of trades) {
        if (fastLane) continue;
        verified += 1;
        for (const party of Object.values(partiesOf(agreement))) usedWh.set(party, 0n);
      }
    }
    expect(verified).to.be.above(0);
    expect(result.steps.get("verify")?.transactions).to.equal(verified);
  });

  it("count each transaction once", () => {
    const count = (step: string) => result.steps.get(step)?.transactions;
    const emptied = plan.reduce((sum, day) => sum + day.emptied.length, 0);
    const settled = result.days.reduce((sum, { settlements }) => sum + settlements.length, 0);
    expect(["register", "set meter", "mint", "deposit"].map(count)).to.deep.equal([60, 60, 60, 60]);
    expect(["withdraw", "approve", "pay back"].map(count)).to.deep.equal([emptied, emptied, emptied]);
    expect(["declare", "accept", "settle"].map(count)).to.deep.equal([4 * 12, 4 * 31, settled]);
    const all = [...result.steps.values()].reduce((sum, { transactions }) => sum + transactions, 0);
    expect(result.speed.transactions).to.equal(all);
  });

  it("account for every base unit", () => {
    expect(result.balance.balanced).to.be.true;
    expect(result.balance.margins).to.equal(0n);
  });

  it("report the time of the clock that they are given", () => {
    expect(result.speed).to.include({ seconds: 1, ceilingSeconds: 1 });
  });

  it("are the same again for the same seed", async () => {
    const again = await play(SMALL);
    expect(again.days).to.deep.equal(result.days);
    expect([...again.steps]).to.deep.equal([...result.steps]);
  });
});
