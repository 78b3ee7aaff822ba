import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import type { Suite } from "mocha";

import { readMarketLogs } from "../../src/market/past-events.js";
import type { MarketLog } from "../../src/market/follow/chain-step.js";
import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { AgreementStatus, Outcome, Reason } from "../../src/model/terms.js";
import { BEFORE_ALL, IndexReader } from "../../src/observer/database/index-reader.js";
import { indexPath } from "../../src/observer/database/schema.js";
import {
  agreementViews,
  bookViews,
  expectViews,
  offerView,
  rareUserViews,
  settingViews,
  userViews,
} from "../differential/views.js";
import type { Actor } from "./cast.js";
import { blowsOf, strike } from "./chaos.js";
import { everybodyOf, hireCrew, hireUsers, writeReadings, type Crew } from "./crew.js";
import { deliveryOf, meteredWh, PERIOD_SECONDS, type Day } from "./day.js";
import { Listener } from "./listening.js";
import { isAllOver, isPoolEmpty, stuckAccounts, until } from "./moments.js";
import { peopleOf, sendersOf } from "./people.js";
import { replay, type Reference, type Replayed } from "./replay.js";
import { foundTown, type Town } from "./town.js";
import { Typists } from "./typist.js";
import { Verdicts, verdictsOnChain } from "./verdicts.js";

const SEED = 2026;
const BLOCK_SECONDS = 1;
const PERIODS = 8;
/**
 * How long a period's energy is on offer before its delivery, s: a slow machine, that took longer to start all, has
 * more.
 */
const LEAD_SECONDS = { least: 32, most: 100 };
/** From the moment when everybody is there to the first declarations, s. */
const BREATH_SECONDS = 3;
const BLOWS = 45;
/** f < n/3 of the seven authorities. */
const KILLED_AT_ONCE = 2;
/** After the last delivery, for what was delayed, s. */
const PATIENCE_SECONDS = 60;

describe("A day of short periods, everybody in a process of their own", function () {
  this.timeout(600_000);
  const people = peopleOf(SEED);
  const actors: Actor[] = [];
  /** What ends what was begun, the last first. */
  const endings: (() => unknown)[] = [];
  let town: Town;
  let day: Day;
  let crew: Crew;
  let heard: Listener;
  let exits: (number | null)[];
  let logs: MarketLog[];
  let agreements: AgreementRecord[];
  let reference: Reference;
  let replayed: Replayed;

  before("the day is played", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wattlane-day-"));
    endings.push(() => {
      keepOrRemove(folder);
    });
    town = await foundTown(people, folder, BLOCK_SECONDS);
    endings.push(() => town.close());
    crew = await hireCrew(town, people, folder);
    endings.push(() => Promise.all(everybodyOf(crew).map(({ connection }) => connection.stop())));
    const users = hireUsers(town, people, SEED, crew.authorityUrls, folder);
    const typists = new Typists(town, people);
    actors.push(...everybodyOf(crew).map(({ actor }) => actor), ...users);
    endings.push(() => Promise.all(actors.map((actor) => actor.end("SIGKILL"))));
    const startedAt = Date.now();
    const early = actors.filter((actor) => !crew.meters.some((meter) => meter.actor === actor));
    await Promise.all([...early.map((actor) => actor.start()), typists.join()]);
    await town.setMeters();

    const { least, most } = LEAD_SECONDS;
    const leadSeconds = Math.round(Math.min(most, Math.max(least, (Date.now() - startedAt) / 1000)));
    const opening = (await town.now()) + BREATH_SECONDS + leadSeconds;
    const startsAt = Math.ceil(opening / PERIOD_SECONDS) * PERIOD_SECONDS;
    day = { seed: SEED, startsAt, periods: PERIODS, leadSeconds };
    await writeReadings(people, day, folder);
    for (const user of users) user.tell(JSON.stringify(day));
    await Promise.all(crew.meters.map(({ actor }) => actor.start()));
    const victims = everybodyOf(crew);
    heard = new Listener(crew.authorityUrls);
    const { end } = deliveryOf(day, day.periods - 1);
    const blows = blowsOf(SEED, victims.length, end - (await town.now()), BLOWS);
    await Promise.all([strike(SEED, blows, victims, KILLED_AT_ONCE), typists.trade(day, crew.authorityUrls)]);
    await until("the day is over", async () => (await town.now()) > end, PATIENCE_SECONDS);
    await until("no agreement is open", () => isAllOver(town), PATIENCE_SECONDS);
    await heard.stop();
    await Promise.all(users.map((user) => user.end("SIGTERM")));
    await until("no transaction waits", () => isPoolEmpty(town), PATIENCE_SECONDS);
    logs = await readMarketLogs(town.reader);
    const head = await town.reader.block();
    await until("the observer is there", () => Promise.resolve(recordedUpTo() >= head.number), PATIENCE_SECONDS);
    exits = await Promise.all(victims.map(({ actor }) => actor.end("SIGTERM")));

    reference = town.reference();
    replayed = await replay(town.chain, reference, Number(head.number));
    const ledger = new MarketLedger();
    for (const log of logs) ledger.apply(log);
    agreements = ledger.agreements();
  });

  let suite: Suite | undefined;
  after(async function () {
    suite = this.test?.parent;
    for (const end of endings.reverse()) await end();
  });

  /** What went wrong is told by the logs of those who were there. */
  function keepOrRemove(folder: string): void {
    if (suite?.tests.every(({ state }) => state === "passed") === true) rmSync(folder, { recursive: true });
    else console.error(`The logs of everybody are in ${folder}`);
  }

  function recordedUpTo(): bigint {
    const record = IndexReader.open(indexPath(crew.observerData));
    try {
      return record.head()?.number ?? -1n;
    } finally {
      record.close();
    }
  }

  it("was a day on which something happened: lanes, debts, shortages, refusals", () => {
    const reasons = new Set(agreements.map(({ reason }) => reason));
    expect(agreements.length).to.be.above(40);
    expect(agreements.filter(({ fastLane }) => fastLane).length).to.be.above(10);
    expect(agreements.filter(({ fastLane, signed }) => !fastLane && signed !== undefined).length).to.be.above(10);
    expect([...reasons]).to.include.members([Reason.MarginMissing, Reason.DeadlinePassed]);
    for (const name of ["DebtPaid", "BegunBySignature"]) {
      expect(logs.filter(({ event }) => event.name === name).length, name).to.be.above(0);
    }
    expect(everybodyOf(crew).filter(({ actor }) => actor.starts < 2)).to.deep.equal([]);
  });

  it("ended every transaction and every agreement as the reference says", async () => {
    const { state } = reference;
    expect(replayed.transactions).to.be.above(200);
    expect(agreements.map(({ id }) => id)).to.have.members([...state.agreements.keys()]);
    for (const { address } of sendersOf(people))
      await expectViews(town.chain, [...userViews(state, address), ...rareUserViews(state, address)]);
    for (const id of state.offers.keys()) await expectViews(town.chain, [offerView(state, id)]);
    for (const id of state.agreements.keys()) await expectViews(town.chain, agreementViews(state, id));
    await expectViews(town.chain, [...bookViews(state), ...settingViews(state)]);
  });

  it("verified in time whatever both parties had signed", () => {
    const unwilling = people.buyers[7]!.address;
    const late = agreements.filter(({ reason }) => reason === Reason.DeadlinePassed);
    expect(late.filter(({ buyer }) => buyer !== unwilling)).to.deep.equal([]);
  });

  it("settled every reading exactly once, and all of it", () => {
    const settlements = logs.filter(({ event }) => event.name === "Settled");
    const signed = agreements.filter(({ signed }) => signed !== undefined);
    expect(settlements.map(({ event }) => event.args.agreementId)).to.have.members(signed.map(({ id }) => id));
    for (const { name, address } of people.buyers) {
      for (let period = 0; period < day.periods; period++) {
        const { start } = deliveryOf(day, period);
        const shares = signed.filter(
          ({ buyer, terms }) => buyer === address && Number(terms.offer.deliveryStart) === start,
        );
        if (shares.length === 0) continue;
        expect(shares.every(({ settlement }) => settlement!.outcome !== Outcome.Unmetered)).to.equal(true);
        const settledWh = shares.reduce((sum, { settlement }) => sum + settlement!.energyWh, 0n);
        expect(settledWh, `${name}, period ${period}`).to.equal(meteredWh(day, name, period));
      }
    }
    expect(agreements.some(({ status }) => status === AgreementStatus.Settled)).to.equal(true);
  });

  it("left no nonce stuck", async () => {
    expect(await stuckAccounts(town, people)).to.deep.equal([]);
  });

  it("left no gap in the observer's record", () => {
    const record = IndexReader.open(indexPath(crew.observerData));
    const recorded = [...record.eventsAfter(BEFORE_ALL)];
    record.close();
    expect(recorded).to.deep.equal(logs);
  });

  it("made nobody sign in contradiction", async () => {
    const verdicts = new Verdicts(town.reader.domain);
    for (const verdict of [...heard.heard, ...(await verdictsOnChain(town))]) verdicts.add(verdict);
    expect([...verdicts.signers()]).to.have.members(people.authorities.map(({ address }) => address));
    expect(verdicts.contradictions()).to.deep.equal([]);
  });

  it("ended every daemon cleanly when it was told to stop", () => {
    expect(exits).to.deep.equal(everybodyOf(crew).map(() => 0));
  });

  it("let nobody print a key", () => {
    const keys = [...sendersOf(people), ...people.meters].map(({ wallet }) => wallet.privateKey.slice(2));
    for (const actor of actors) {
      const text = actor.text().toLowerCase();
      expect(text.length, actor.name).to.be.above(0);
      expect(keys.filter((key) => text.includes(key))).to.deep.equal([]);
    }
  });
});
