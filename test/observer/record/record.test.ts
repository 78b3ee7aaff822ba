import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { expect } from "chai";

import { worthKnowing } from "../../../src/market/follow/chain-step.js";
import { MarketLedger } from "../../../src/market/ledger/market-ledger.js";
import { BEFORE_ALL, RecordReader } from "../../../src/observer/record/record-reader.js";
import { RecordMoved, RecordWriter } from "../../../src/observer/record/record-writer.js";
import { RecordedLedger } from "../../../src/observer/record/recorded-ledger.js";
import { hindranceOf } from "../../../src/observer/record/sqlite-fault.js";
import { refusal } from "../../support/refusal.js";
import { happenedMarket, temporaryFolder, type Happened } from "../sample-record.js";

/** What a ledger tells of offers, agreements and users. */
function contentOf(ledger: MarketLedger) {
  return [ledger.offers(), ledger.agreements(), ledger.users(), ledger.awaitingVerification()];
}

function ledgerOf(logs: Happened["logs"]): MarketLedger {
  const ledger = new MarketLedger();
  for (const log of logs) ledger.apply(log);
  return ledger;
}

for (const kind of ["improved", "traditional"] as const) {
  describe(`an observer's record of the ${kind} market`, () => {
    const folder = temporaryFolder();
    let happened: Happened;
    let files = 0;
    let path: string;

    before(async () => (happened = await happenedMarket(kind)));
    beforeEach(() => (path = folder.file(`${files++}.db`)));
    after(() => {
      folder.remove();
    });

    function open(limitBytes?: number): RecordWriter {
      const record = RecordWriter.open(path, happened.identity, limitBytes);
      record.resume();
      return record;
    }

    function logsIn(record: RecordWriter) {
      return [...record.reader.eventsAfter(BEFORE_ALL)];
    }

    it("holds every event as the chain told it, with its block", () => {
      const record = open();
      for (const step of happened.steps) record.take(step, 0);
      expect(logsIn(record)).to.deep.equal(happened.logs);
      expect(record.reader.lastEvents(3)).to.deep.equal(happened.logs.slice(-3).reverse());
      record.close();
    });

    it("knows the newest blocks and the first, as a follower that never stopped, also when opened again", () => {
      const record = open();
      for (const step of happened.steps) record.take(step, 0);
      expect(record.reader.known()).to.deep.equal(worthKnowing(happened.blocks));
      record.close();
      const again = open();
      expect(again.resume()).to.deep.equal(worthKnowing(happened.blocks));
      expect(again.reader.head()).to.deep.equal(happened.blocks.at(-1));
      expect(again.reader.identity).to.deep.equal(happened.identity);
      again.close();
    });

    it("gives up what a reorganisation takes back, and remembers that there was one", () => {
      const record = open();
      for (const step of happened.steps) record.take(step, 0);
      const ancestor = happened.blocks.at(-8)!;
      const kept = happened.logs.filter(({ block }) => block.number <= ancestor.number);
      record.take({ kind: "undone", ancestor }, 1_700_000_000_123);
      expect(logsIn(record)).to.deep.equal(kept);
      expect(record.reader.head()).to.deep.equal(ancestor);
      expect(record.reader.reorganisationsAfter(0)).to.deep.equal([
        {
          id: 1,
          seenAt: 1_700_000_000_123,
          ancestor: ancestor.number,
          head: ancestor.number + 7n,
          events: happened.logs.length - kept.length,
        },
      ]);
      for (const step of happened.steps.slice(-7)) record.take(step, 0);
      expect(logsIn(record)).to.deep.equal(happened.logs);
      record.close();
    });

    it("adds up to what its events add up to, through reorganisations of any depth, whoever wrote them", () => {
      const record = open();
      const recorded = new RecordedLedger(record.reader);
      const expectAddedUp = (count: number) => {
        const logs = happened.logs.filter(({ block }) => block.number < count);
        expect(contentOf(recorded.refreshed())).to.deep.equal(contentOf(ledgerOf(logs)));
        expect(recorded.events).to.equal(logs.length);
      };
      let length = 0;
      const growTo = (count: number) => {
        for (const step of happened.steps.slice(length, count)) record.take(step, 0);
        length = count;
      };
      const undoTo = (count: number) => {
        record.take({ kind: "undone", ancestor: happened.blocks[count - 1]! }, 0);
        length = count;
      };
      const all = happened.steps.length;
      for (const [grown, undone] of [
        [10, 9],
        [all - 20, all - 30],
        [all - 10, all - 11],
        [all, 1],
        [all, all - 1],
      ] as const) {
        growTo(grown);
        expectAddedUp(grown);
        undoTo(undone);
        if (undone % 2 === 0) expectAddedUp(undone);
      }
      growTo(all);
      expectAddedUp(all);
      record.close();
    });

    it("is not written twice by two processes: who comes second must look again", () => {
      const [first, second] = [open(), open()];
      const [one, two, three] = happened.steps;
      first.take(one!, 0);
      expect(() => {
        second.take(one!, 0);
      }).to.throw(RecordMoved);
      expect(second.resume()).to.deep.equal([one!.head]);
      second.take(two!, 0);
      expect(() => {
        first.take({ kind: "undone", ancestor: one!.head }, 0);
      }).to.throw(RecordMoved);
      first.resume();
      first.take(three!, 0);
      expect(logsIn(second)).to.deep.equal(happened.logs.filter(({ block }) => block.number <= 2n));
      first.close();
      second.close();
    });

    it("keeps what it has when there is no space, writes nothing in half, and goes on when there is", () => {
      const record = open(80_000);
      let taken = 0;
      const takeAll = () => {
        for (const step of happened.steps.slice(taken)) {
          record.take(step, 0);
          taken++;
        }
      };
      const full = (() => {
        try {
          takeAll();
          return undefined;
        } catch (error) {
          return error;
        }
      })();
      expect(hindranceOf(full)).to.equal("no space is left for the record");
      expect(taken).to.be.greaterThan(0).and.lessThan(happened.steps.length);
      const kept = happened.logs.filter(({ block }) => block.number < taken);
      expect(logsIn(record)).to.deep.equal(kept);
      expect(takeAll).to.throw("full");
      expect(logsIn(record)).to.deep.equal(kept);
      record.limit(10_000_000);
      takeAll();
      expect(logsIn(record)).to.deep.equal(happened.logs);
      record.close();
    });

    it("refuses the record of another market or chain", () => {
      open().close();
      const { identity } = happened;
      const other = kind === "improved" ? "traditional" : "improved";
      for (const change of [
        { chainId: "1" },
        { genesis: `0x${"12".repeat(32)}` },
        { address: `0x${"12".repeat(20)}` },
        { kind: other } as const,
      ]) {
        const message = refusal(() => RecordWriter.open(path, { ...identity, ...change }));
        expect(message).to.include(`${path}: is the record of the ${kind} market ${identity.address} of chain 31337`);
        expect(message).to.include("name another folder by --data");
      }
    });

    it("refuses files that are no record", () => {
      expect(refusal(() => RecordReader.open(path))).to.equal(
        `${path}: there is no record; hardhat observer run makes one`,
      );
      writeFileSync(path, "");
      expect(refusal(() => RecordReader.open(path))).to.equal(`${path}: the record has not begun`);
      writeFileSync(path, "not a database, but long enough to be read as one ".repeat(100));
      for (const opened of [() => RecordReader.open(path), () => open()]) {
        expect(refusal(opened)).to.match(/: not a record, or a damaged one; moved away/);
      }
      expect(refusal(() => RecordWriter.open(folder.path, happened.identity))).to.include("cannot be opened");
    });

    it("refuses another program's database, and a record of a later version", () => {
      const foreign = new DatabaseSync(path);
      foreign.exec("CREATE TABLE mine (x)");
      foreign.close();
      for (const opened of [() => RecordReader.open(path), () => open()]) {
        expect(refusal(opened)).to.equal(`${path}: not an observer's record`);
      }
      path = folder.file("later.db");
      open().close();
      const later = new DatabaseSync(path);
      later.exec("PRAGMA user_version = 2");
      later.close();
      expect(refusal(() => RecordReader.open(path))).to.equal(
        `${path}: a record of version 2; this program reads version 1`,
      );
    });
  });
}
