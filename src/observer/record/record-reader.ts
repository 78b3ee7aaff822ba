import type { DatabaseSync } from "node:sqlite";

import { EventJson } from "../../chain/abi/event-json.js";
import { marketAbi } from "../../market/market-reader.js";
import type { BlockRef, MarketLog } from "../../market/follow/chain-step.js";
import { UserError } from "../../model/errors.js";
import { guarded, inOneState, openForReading } from "./database.js";
import { identityIn, type MarketIdentity } from "./market-identity.js";
import { holdsRecord } from "./schema.js";

/** Where an event stands; before all of them, both are -1. */
export interface Position {
  readonly block: bigint;
  readonly logIndex: number;
}

/** A reorganisation that the record went through. */
export interface Reorganisation {
  readonly id: number;
  /** Unix time, ms. */
  readonly seenAt: number;
  readonly ancestor: bigint;
  /** The last block that was given up. */
  readonly head: bigint;
  /** How many events went with it. */
  readonly events: number;
}

export const BEFORE_ALL: Position = { block: -1n, logIndex: -1 };

type Row = Readonly<Record<string, unknown>>;

/** Reads a record. */
export class RecordReader {
  readonly identity: MarketIdentity;
  readonly #database: DatabaseSync;
  readonly #json: EventJson;

  /** Opens a record's file for reading only. @throws UserError when it is none */
  static open(path: string): RecordReader {
    const database = openForReading(path);
    return guarded(path, () => {
      if (!holdsRecord(database, path)) throw new UserError(`${path}: the record has not begun`);
      return new RecordReader(database);
    });
  }

  constructor(database: DatabaseSync) {
    // Written in the transaction that made the tables.
    const row = database.prepare("SELECT * FROM market").get() ?? {};
    this.identity = identityIn(row);
    this.#json = new EventJson(marketAbi(this.identity.kind));
    this.#database = database;
  }

  /** Reads of one state, whatever is written meanwhile. */
  inOneState<Told>(read: () => Told): Told {
    return inOneState(this.#database, read);
  }

  /** The blocks to find a common ancestor among, oldest first; the last one is how far the record has come. */
  known(): BlockRef[] {
    return this.#database.prepare("SELECT * FROM known ORDER BY number").all().map(refIn);
  }

  /** How far the record has come. */
  head(): BlockRef | undefined {
    const row = this.#database.prepare("SELECT * FROM known ORDER BY number DESC LIMIT 1").get();
    return row && refIn(row);
  }

  /** The events after a place, in the chain's order. */
  *eventsAfter({ block, logIndex }: Position): Generator<MarketLog, void, void> {
    const rows = this.#database
      .prepare(`${EVENTS} WHERE (event.block, event.log_index) > (?, ?) ORDER BY event.block, event.log_index`)
      .iterate(block, logIndex);
    for (const row of rows) yield this.#logIn(row);
  }

  /** The newest events, the newest first. */
  lastEvents(count: number): MarketLog[] {
    return this.#database
      .prepare(`${EVENTS} ORDER BY event.block DESC, event.log_index DESC LIMIT ?`)
      .all(count)
      .map((row) => this.#logIn(row));
  }

  /** How many events of a name have each value of an argument. */
  countsBy(name: string, argument: string): Map<string, number> {
    const rows = this.#database
      .prepare("SELECT json_extract(args, ?) AS value, count(*) AS count FROM event WHERE name = ? GROUP BY value")
      .all(`$.${argument}`, name);
    return new Map(rows.map(({ value, count }) => [String(value), Number(count)]));
  }

  /** The reorganisations after one, oldest first; all of them after 0. */
  reorganisationsAfter(id: number): Reorganisation[] {
    return this.#database
      .prepare("SELECT * FROM reorganisation WHERE id > ? ORDER BY id")
      .all(id)
      .map((row) => ({
        id: Number(row.id),
        seenAt: Number(row.seen_at),
        ancestor: BigInt(row.ancestor as number),
        head: BigInt(row.head as number),
        events: Number(row.events),
      }));
  }

  close(): void {
    this.#database.close();
  }

  #logIn(row: Row): MarketLog {
    const name = String(row.name);
    return {
      block: refIn(row),
      transactionHash: String(row.transaction_hash),
      logIndex: Number(row.log_index),
      event: { name, args: this.#json.read(name, String(row.args)) },
    };
  }
}

const EVENTS = "SELECT * FROM event JOIN block ON block.number = event.block";

function refIn(row: Row): BlockRef {
  return {
    number: BigInt(row.number as number),
    hash: String(row.hash),
    parentHash: String(row.parent_hash),
    timestamp: BigInt(row.timestamp as number),
  };
}
