import { readFileSync } from "node:fs";

import { expect } from "chai";

import { exportOf, TABLES } from "../../src/market/export.js";
import { historyOf, type HistoryEntry } from "../../src/market/history.js";
import { deadlineOf } from "../../src/market/ledger/records.js";
import { agreementIdOf, offerIdOf } from "../../src/market/typed-data.js";
import { detailsOf } from "../../src/market/words.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { BEFORE_ALL } from "../../src/observer/database/index-reader.js";
import { IndexWriter } from "../../src/observer/database/index-writer.js";
import { IndexedLedger } from "../../src/observer/database/indexed-ledger.js";
import { summaryOf, type Summary } from "../../src/observer/summary/summary.js";
import { happenedMarket, temporaryFolder, type Happened } from "./sample-index.js";

for (const kind of ["improved", "traditional"] as const) {
  describe(`what comes out of a record of the ${kind} market`, () => {
    const folder = temporaryFolder();
    let happened: Happened;
    let record: IndexWriter;
    let summary: Summary;

    before(async () => {
      happened = await happenedMarket(kind);
      record = IndexWriter.open(folder.file("record.db"), happened.identity);
      record.resume();
      for (const step of happened.steps) record.take(step, 0);
      const head = happened.blocks.at(-1)!;
      const now = Number(head.timestamp) * 1000 + 5_999;
      summary = summaryOf(record.reader, new IndexedLedger(record.reader), { lagBlocks: 3n, problems: ["a"], now });
    });
    after(() => {
      record.close();
      folder.remove();
    });

    const named = (name: string) => happened.logs.filter(({ event }) => event.name === name);

    describe("as a summary", () => {
      it("says which market it is, how far the record has come, and how old that is", () => {
        const { address, chainId } = happened.identity;
        expect(summary.market).to.deep.equal({ kind, chainId, address });
        expect(summary.head).to.deep.equal(happened.blocks.at(-1));
        expect(summary).to.deep.include({ lag: { blocks: 3n, seconds: 5 }, problems: ["a"] });
        expect(summary.events).to.equal(happened.logs.length);
        expect(summary.latest.map(({ logIndex, block }) => [block, logIndex])).to.deep.equal(
          happened.logs
            .slice(-20)
            .reverse()
            .map(({ logIndex, block }) => [block.number, logIndex]),
        );
      });

      it("counts agreements by what became of them, and by day", () => {
        const { total, awaiting, signed, settled, terminated, ...counts } = summary.agreements;
        expect(total).to.equal(named("Accepted").length);
        expect(settled).to.equal(named("Settled").length);
        expect(terminated).to.equal(named("Terminated").length);
        expect(counts.void).to.equal(named("Voided").length);
        expect(awaiting + signed + settled + terminated + counts.void).to.equal(total);
        const days = new Map<string, number>();
        for (const { block } of named("Accepted")) {
          const day = new Date(Number(block.timestamp) * 1000).toISOString().slice(0, 10);
          days.set(day, (days.get(day) ?? 0) + 1);
        }
        expect(days.size).to.be.greaterThan(1);
        expect(summary.days.map(({ day, total: some }) => [day, some])).to.deep.equal([...days].reverse());
      });

      it("tells the fast lane's share", () => {
        const fast = named("Accepted").filter(
          ({ event }) => event.args.status !== AgreementStatus.AwaitingVerification,
        );
        expect(summary.fastLane.count).to.equal(fast.length);
        expect(summary.fastLane.share).to.equal(fast.length / named("Accepted").length);
      });

      it("tells what awaits verification as long as it does", () => {
        const path = folder.file("growing.db");
        const growing = IndexWriter.open(path, happened.identity);
        growing.resume();
        const recorded = new IndexedLedger(growing.reader);
        const awaiting = new Set<string>();
        let most = 0;
        for (const step of happened.steps) {
          growing.take(step, 0);
          for (const { event } of step.logs) {
            const id = String(event.args.agreementId);
            if (event.name === "Accepted" && event.args.status === AgreementStatus.AwaitingVerification)
              awaiting.add(id);
            if (["Signed", "Voided", "Terminated"].includes(event.name)) awaiting.delete(id);
          }
          const told = summaryOf(growing.reader, recorded, { lagBlocks: 0n, problems: [], now: 0 });
          expect(told.awaiting.map(({ id }) => id)).to.have.members([...awaiting]);
          most = Math.max(most, awaiting.size);
        }
        expect(most).to.be.greaterThan(0);
        growing.close();
      });

      it("tells the authorities' work", () => {
        const { asked, signed, authorities, medianSeconds } = summary.verification;
        expect(asked).to.equal(summary.agreements.total - summary.fastLane.count);
        expect(signed).to.equal(named("Signed").length);
        expect(medianSeconds! > 0n).to.equal(true);
        expect(authorities).to.have.length(7);
        const checks = authorities.reduce((total, authority) => total + (authority.checks ?? 0), 0);
        expect(checks).to.equal(named("Checked").length);
        if (kind === "traditional") expect(checks).to.be.greaterThan(0);
        else expect(authorities.map((authority) => authority.checks)).to.deep.equal(Array(7).fill(undefined));
      });

      it("adds settlements up, and debts", () => {
        const sumOf = (name: string) =>
          named("Settled").reduce((sum, { event }) => sum + (event.args[name] as bigint), 0n);
        expect(summary.settlements.energyWh).to.equal(sumOf("energyWh"));
        expect(summary.settlements.paid).to.equal(sumOf("paid"));
        const outcomes = Object.values(summary.settlements.outcomes).reduce((sum, count) => sum + count, 0);
        expect(outcomes).to.equal(named("Settled").length);
        const repaid = named("DebtPaid").reduce((sum, { event }) => sum + (event.args.amount as bigint), 0n);
        expect(summary.debts.outstanding).to.equal(sumOf("debt") - repaid);
      });
    });

    describe("as history", () => {
      const entries = (filter: Parameters<typeof historyOf>[1]) =>
        historyOf(record.reader.eventsAfter(BEFORE_ALL), filter);
      const history = (filter: Parameters<typeof historyOf>[1]) =>
        entries(filter).map(({ block, logIndex }) => [block, logIndex]);
      const places = (logs: Happened["logs"]) => logs.map(({ block, logIndex }) => [block.number, logIndex]);

      it("is every event without a filter, and the newest when only so many are asked for", () => {
        expect(history({})).to.deep.equal(places(happened.logs));
        expect(history({ last: 4 })).to.deep.equal(places(happened.logs.slice(-4)));
      });

      it("is of an agreement from its acceptance on, in either case of letters", () => {
        const id = agreementIdOf(happened.history.verified);
        const expected = happened.logs.filter(({ event }) => event.args.agreementId === id);
        expect(expected.length).to.be.greaterThan(2);
        expect(history({ agreement: id.toUpperCase().replace("0X", "0x") })).to.deep.equal(places(expected));
      });

      it("is of an offer with the agreements made on it", () => {
        const { offer } = happened.history.verified;
        const id = agreementIdOf(happened.history.verified);
        const expected = happened.logs.filter(
          ({ event }) => event.args.offerId === offerIdOf(offer) || event.args.agreementId === id,
        );
        expect(history({ offer: offerIdOf(offer) })).to.deep.equal(places(expected));
      });

      it("is of a user: what names it, and what its offers and agreements come to", () => {
        const { declarer } = happened.history.verified.offer;
        const told = entries({ user: declarer });
        const settled = told.filter(({ event }) => event === "Settled").map(({ agreement }) => agreement);
        expect(settled).to.include(agreementIdOf(happened.history.verified));
        const named = happened.logs.filter(({ event }) =>
          JSON.stringify(Object.values(event.args), digits).includes(declarer),
        );
        expect(told.map(({ block, logIndex }) => [block, logIndex])).to.deep.include.members(places(named));
        expect(entries({ user: `0x${"12".repeat(20)}` })).to.deep.equal([]);
      });

      it("is of events of a name, and of a time from which to before which", () => {
        const settled = named("Settled");
        expect(history({ events: new Set(["Settled"]) })).to.deep.equal(places(settled));
        const { timestamp } = settled[0]!.block;
        const since = happened.logs.filter(({ block }) => block.timestamp >= timestamp);
        const until = happened.logs.filter(({ block }) => block.timestamp < timestamp);
        expect(history({ since: timestamp })).to.deep.equal(places(since));
        expect(history({ until: timestamp })).to.deep.equal(places(until));
      });

      it("names as accounts the parties of an agreement, and not a key's hash", () => {
        const [registered] = entries({ events: new Set(["Registered"]) });
        expect(registered!.accounts).to.deep.equal([registered!.args.user]);
        const [accepted] = entries({ agreement: agreementIdOf(happened.history.verified) });
        expect(accepted!.accounts).to.include.members([
          happened.history.verified.accepter,
          happened.history.verified.offer.declarer,
        ]);
      });

      it("says in words what the contract says in numbers", () => {
        const [terminated] = entries({ events: new Set(["Terminated"]), last: 1 });
        expect(detailsIn(terminated!)).to.match(
          /^(a party declined|a party's signature|the committee|verification did)/,
        );
        const [declared] = entries({ events: new Set(["Declared"]), last: 1 });
        expect(detailsIn(declared!)).to.match(/^sell [\d.,]+ kWh at [\d.,]+\/MWh, delivery from \d{4}-\S+Z$/);
      });
    });

    describe("as CSV", () => {
      const linesOf = (name: (typeof TABLES)[number]) => {
        const { verificationWindow } = happened.identity;
        const now = happened.blocks.at(-1)!.timestamp;
        const tables = exportOf(record.reader.eventsAfter(BEFORE_ALL), { now, verificationWindow });
        const lines = tables[name].csv.trimEnd().split("\r\n");
        expect(tables[name].rows).to.equal(lines.length - 1);
        return lines;
      };

      it("has a line for every event, with its arguments as JSON", () => {
        const [header, ...lines] = linesOf("events");
        expect(header).to.equal("block,log_index,time,transaction,event,agreement,offer,args");
        expect(lines).to.have.length(happened.logs.length);
        const [declared] = named("Declared");
        expect(lines.find((line) => line.includes(",Declared,")))
          .to.include(declared!.transactionHash)
          .and.to.include('""energyWh""');
      });

      it("has the columns that the page on trading describes", () => {
        const page = readFileSync(new URL("../../docs/market.md", import.meta.url), "utf8");
        for (const name of TABLES) {
          for (const column of linesOf(name)[0]!.split(",")) expect(page, name).to.contain(`\`${column}\``);
        }
      });

      it("has a line for every offer, agreement, settlement and debt", () => {
        expect(linesOf("offers")).to.have.length(1 + named("Declared").length);
        expect(linesOf("settlements")).to.have.length(1 + named("Settled").length);
        const indebted = named("Settled").filter(({ event }) => (event.args.debt as bigint) > 0n);
        expect(indebted.length).to.be.greaterThan(0);
        expect(linesOf("debts")).to.have.length(1 + indebted.length);
        const [header, ...agreements] = linesOf("agreements");
        expect(agreements).to.have.length(named("Accepted").length);
        const column = header!.split(",").indexOf("status");
        const statuses = agreements.map((line) => line.split(",")[column]);
        expect(statuses.filter((status) => status === "void")).to.have.length(summary.agreements.void);
        expect(statuses.filter((status) => status === "settled")).to.have.length(summary.agreements.settled);
      });
    });

    it("has the deadlines that the market gives: after its window, but no later than the delivery's start", () => {
      const [agreement] = new IndexedLedger(record.reader).refreshed().agreements();
      const { accepted, terms } = agreement!;
      const until = terms.offer.deliveryStart - accepted.timestamp;
      expect(deadlineOf(agreement!, until - 1n)).to.equal(terms.offer.deliveryStart - 1n);
      expect(deadlineOf(agreement!, until + 1n)).to.equal(terms.offer.deliveryStart);
    });
  });
}

function detailsIn({ event, args }: HistoryEntry): string {
  return detailsOf({ name: event, args });
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
