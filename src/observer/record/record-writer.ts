import type { DatabaseSync } from "node:sqlite";

import { EventJson } from "../../chain/abi/event-json.js";
import { type BlockRef, type ChainStep, type MarketLog, NEWEST_KNOWN } from "../../market/follow/chain-step.js";
import { marketAbi } from "../../market/market-reader.js";
import { UserError } from "../../model/errors.js";
import { guarded, inTransaction, openDatabase } from "./database.js";
import { identityIn, type MarketIdentity, nameOfMarket, sameMarket } from "./market-identity.js";
import { RecordReader } from "./record-reader.js";
import { createSchema, holdsRecord } from "./schema.js";

/** Another process has taken the record on; what was to be written follows no longer from where it stands. */
export class RecordMoved extends Error {
  override readonly name = "RecordMoved";
}

/**
 * Writes a record, one step of the chain in one transaction: events, blocks and how far it has come. So it is whole
 * whenever the process ends. Several processes may write one file: a step is written only where it leads on from the
 * record as it stands.
 */
export class RecordWriter {
  readonly reader: RecordReader;
  readonly #database: DatabaseSync;
  readonly #json: EventJson;
  /** Hash of the block up to which this process knows the record. */
  #cursor: string | undefined;

  /**
   * Opens a record's file, or makes one.
   *
   * @param limitBytes - how large the file may grow
   * @throws UserError when it is not a record of this market; SQLite's error when there is no space
   */
  static open(path: string, market: MarketIdentity, limitBytes?: number): RecordWriter {
    const database = openDatabase(path);
    try {
      return guarded(path, () => {
        if (limitBytes !== undefined) limitSize(database, limitBytes);
        inTransaction(database, () => {
          if (!holdsRecord(database, path)) createSchema(database);
          ensureMarket(database, path, market);
        });
        return new RecordWriter(database, market);
      });
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private constructor(database: DatabaseSync, { kind }: MarketIdentity) {
    this.#database = database;
    this.#json = new EventJson(marketAbi(kind));
    this.reader = new RecordReader(database);
  }

  /** Looks where the record stands: from there the next step must lead on. @returns its known blocks */
  resume(): BlockRef[] {
    const known = this.reader.known();
    this.#cursor = known.at(-1)?.hash;
    return known;
  }

  /**
   * Writes a step.
   *
   * @param seenAt - Unix time, ms
   * @throws RecordMoved when another process wrote since; SQLite's error when it cannot be written, and nothing is
   */
  take(step: ChainStep, seenAt: number): void {
    inTransaction(this.#database, () => {
      if (this.reader.head()?.hash !== this.#cursor) throw new RecordMoved("another process wrote the record");
      if (step.kind === "undone") this.#undo(step.ancestor, seenAt);
      else this.#grow(step.recent, step.logs);
    });
    this.#cursor = (step.kind === "undone" ? step.ancestor : step.head).hash;
  }

  /** Lets the file grow up to a new size. */
  limit(bytes: number): void {
    limitSize(this.#database, bytes);
  }

  close(): void {
    this.#database.close();
  }

  #grow(recent: readonly BlockRef[], logs: readonly MarketLog[]): void {
    const addBlock = this.#database.prepare("INSERT INTO block VALUES (?, ?, ?, ?)");
    const addEvent = this.#database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?)");
    let last: BlockRef | undefined;
    for (const { block, logIndex, transactionHash, event } of logs) {
      if (block.hash !== last?.hash) addBlock.run(...valuesOf(block));
      last = block;
      addEvent.run(block.number, logIndex, transactionHash, event.name, this.#json.write(event));
    }
    const addKnown = this.#database.prepare("INSERT INTO known VALUES (?, ?, ?, ?)");
    for (const block of recent) addKnown.run(...valuesOf(block));
    this.#database.prepare(FORGET).run(NEWEST_KNOWN);
  }

  #undo(ancestor: BlockRef, seenAt: number): void {
    const head = this.reader.head();
    const { changes: events } = this.#database.prepare("DELETE FROM event WHERE block > ?").run(ancestor.number);
    for (const table of ["block", "known"]) {
      this.#database.prepare(`DELETE FROM ${table} WHERE number > ?`).run(ancestor.number);
    }
    this.#database
      .prepare("INSERT INTO reorganisation (seen_at, ancestor, head, events) VALUES (?, ?, ?, ?)")
      .run(seenAt, ancestor.number, head?.number ?? ancestor.number, events);
  }
}

/** As `worthKnowing` of a follower has it: the newest blocks, and the first of all. */
const FORGET = `
DELETE FROM known
WHERE number > (SELECT min(number) FROM known)
AND number NOT IN (SELECT number FROM known ORDER BY number DESC LIMIT ?)`;

function valuesOf({ number, hash, parentHash, timestamp }: BlockRef): [bigint, string, string, bigint] {
  return [number, hash, parentHash, timestamp];
}

function limitSize(database: DatabaseSync, bytes: number): void {
  const pageSize = Number(database.prepare("PRAGMA page_size").get()?.page_size);
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageSize))}`);
}

function ensureMarket(database: DatabaseSync, path: string, market: MarketIdentity): void {
  const row = database.prepare("SELECT * FROM market").get();
  if (row === undefined) {
    const { chainId, genesis, address, kind, fromBlock, verificationWindow } = market;
    database
      .prepare("INSERT INTO market VALUES (1, ?, ?, ?, ?, ?, ?)")
      .run(chainId, genesis, address, kind, fromBlock, verificationWindow);
    return;
  }
  const recorded = identityIn(row);
  if (sameMarket(recorded, market)) return;
  throw new UserError(
    `${path}: is the record of ${nameOfMarket(recorded)}, not of ${nameOfMarket(market)}; name another folder by --data`,
  );
}
