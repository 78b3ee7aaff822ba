import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { expect } from "chai";

import { worthKnowing } from "../../../src/market/follow/chain-step.js";
import { MarketLedger } from "../../../src/market/ledger/market-ledger.js";
import { BEFORE_ALL, IndexReader } from "../../../src/observer/database/index-reader.js";
import { IndexMoved, IndexWriter } from "../../../src/observer/database/index-writer.js";
import { IndexedLedger } from "../../../src/observer/database/indexed-ledger.js";
import { StorageUnavailable } from "../../../src/service/sqlite.js";
import { refusal } from "../../support/refusal.js";
import { happenedMarket, temporaryFolder, type Happened } from "../sample-index.js";

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
  describe(`an observer's index of the ${kind} market`, () => {
    const folder = temporaryFolder();
    let happened: Happened;
    let files = 0;
    let path: string;

    before(async () => (happened = await happenedMarket(kind)));
    beforeEach(() => (path = folder.file(`${files++}.db`)));
    after(() => {
      folder.remove();
    });

    function open(limitBytes?: number): IndexWriter {
      const index = IndexWriter.open(path, happened.identity, limitBytes);
      index.resume();
      return index;
    }

    function logsIn(index: IndexWriter) {
      return [...index.reader.eventsAfter(BEFORE_ALL)];
    }

    it("holds every event as the chain told it, with its block", () => {
      const index = open();
      for (const step of happened.steps) index.take(step, 0);
      expect(logsIn(index)).to.deep.equal(happened.logs);
      expect(index.reader.lastEvents(3)).to.deep.equal(happened.logs.slice(-3).reverse());
      index.close();
    });

    it("knows the newest blocks and the first, as a follower that never stopped, also when opened again", () => {
      const index = open();
      for (const step of happened.steps) index.take(step, 0);
      expect(index.reader.known()).to.deep.equal(worthKnowing(happened.blocks));
      index.close();
      const again = open();
      expect(again.resume()).to.deep.equal(worthKnowing(happened.blocks));
      expect(again.reader.head()).to.deep.equal(happened.blocks.at(-1));
      expect(again.reader.identity).to.deep.equal(happened.identity);
      again.close();
    });

    it("gives up what a reorganisation takes back, and remembers that there was one", () => {
      const index = open();
      for (const step of happened.steps) index.take(step, 0);
      const ancestor = happened.blocks.at(-8)!;
      const kept = happened.logs.filter(({ block }) => block.number <= ancestor.number);
      index.take({ kind: "undone", ancestor }, 1_700_000_000_123);
      expect(logsIn(index)).to.deep.equal(kept);
      expect(index.reader.head()).to.deep.equal(ancestor);
      expect(index.reader.reorganisationsAfter(0)).to.deep.equal([
        {
          id: 1,
          seenAt: 1_700_000_000_123,
          ancestor: ancestor.number,
          head: ancestor.number + 7n,
          events: happened.logs.length - kept.length,
        },
      ]);
      for (const step of happened.steps.slice(-7)) index.take(step, 0);
      expect(logsIn(index)).to.deep.equal(happened.logs);
      index.close();
    });

    it("adds up to what its events add up to, through reorganisations of any depth, whoever wrote them", () => {
      const index = open();
      const indexed = new IndexedLedger(index.reader);
      const expectAddedUp = (count: number) => {
        const logs = happened.logs.filter(({ block }) => block.number < count);
        expect(contentOf(indexed.refreshed())).to.deep.equal(contentOf(ledgerOf(logs)));
        expect(indexed.events).to.equal(logs.length);
      };
      let length = 0;
      const growTo = (count: number) => {
        for (const step of happened.steps.slice(length, count)) index.take(step, 0);
        length = count;
      };
      const undoTo = (count: number) => {
        index.take({ kind: "undone", ancestor: happened.blocks[count - 1]! }, 0);
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
      index.close();
    });

    it("is not written twice by two processes: who comes second must look again", () => {
      const [first, second] = [open(), open()];
      const [one, two, three] = happened.steps;
      first.take(one!, 0);
      expect(() => {
        second.take(one!, 0);
      }).to.throw(IndexMoved);
      expect(second.resume()).to.deep.equal([one!.head]);
      second.take(two!, 0);
      expect(() => {
        first.take({ kind: "undone", ancestor: one!.head }, 0);
      }).to.throw(IndexMoved);
      first.resume();
      first.take(three!, 0);
      expect(logsIn(second)).to.deep.equal(happened.logs.filter(({ block }) => block.number <= 2n));
      first.close();
      second.close();
    });

    it("keeps what it has when there is no space, writes nothing in half, and goes on when there is", () => {
      const index = open(80_000);
      let taken = 0;
      const takeAll = () => {
        for (const step of happened.steps.slice(taken)) {
          index.take(step, 0);
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
      expect(full).to.be.instanceOf(StorageUnavailable).with.property("message", "no space is left for the index");
      expect(taken).to.be.greaterThan(0).and.lessThan(happened.steps.length);
      const kept = happened.logs.filter(({ block }) => block.number < taken);
      expect(logsIn(index)).to.deep.equal(kept);
      expect(takeAll).to.throw("no space is left for the index");
      expect(logsIn(index)).to.deep.equal(kept);
      index.limit(10_000_000);
      takeAll();
      expect(logsIn(index)).to.deep.equal(happened.logs);
      index.close();
    });

    it("refuses the index of another market or chain", () => {
      open().close();
      const { identity } = happened;
      const other = kind === "improved" ? "traditional" : "improved";
      for (const change of [
        { chainId: "1" },
        { genesis: `0x${"12".repeat(32)}` },
        { address: `0x${"12".repeat(20)}` },
        { kind: other } as const,
      ]) {
        const message = refusal(() => IndexWriter.open(path, { ...identity, ...change }));
        expect(message).to.include(`${path}: is the index of the ${kind} market ${identity.address} of chain 31337`);
        expect(message).to.include("name another folder by --data");
      }
    });

    it("refuses files that are no index", () => {
      expect(refusal(() => IndexReader.open(path))).to.equal(
        `${path}: there is no index; hardhat observer run makes one`,
      );
      writeFileSync(path, "");
      expect(refusal(() => IndexReader.open(path))).to.equal(`${path}: the index has not begun`);
      writeFileSync(path, "not a database, but long enough to be read as one ".repeat(100));
      for (const opened of [() => IndexReader.open(path), () => open()]) {
        expect(refusal(opened)).to.match(/: not an SQLite file, or damaged; move it away/);
      }
      expect(refusal(() => IndexWriter.open(folder.path, happened.identity))).to.include("cannot be opened");
    });

    it("refuses another program's database, and an index of a later version", () => {
      const foreign = new DatabaseSync(path);
      foreign.exec("CREATE TABLE mine (x)");
      foreign.close();
      for (const opened of [() => IndexReader.open(path), () => open()]) {
        expect(refusal(opened)).to.equal(`${path}: not an observer's index`);
      }
      path = folder.file("later.db");
      open().close();
      const later = new DatabaseSync(path);
      later.exec("PRAGMA user_version = 2");
      later.close();
      expect(refusal(() => IndexReader.open(path))).to.equal(
        `${path}: an index of version 2; this program reads version 1`,
      );
    });
  });
}
