import { EventJson } from "../../chain/abi/event-json.js";
import { marketAbi } from "../../market/market-reader.js";
import type { BlockRef, MarketLog } from "../../market/follow/chain-step.js";
import { EventsMissing } from "../../market/ledger/events-missing.js";
import { UserError } from "../../model/errors.js";
import { SqliteFile } from "../../service/sqlite.js";
import { identityIn, type MarketIdentity } from "./market-identity.js";
import { holdsIndex, INDEX } from "./schema.js";

/** Where an event is in the chain; before all of them, both are -1. */
export interface Position {
  readonly block: bigint;
  readonly logIndex: number;
}

/**
 * A reorganisation that the index went through; of no blocks, when blocks were read again since events were missing.
 */
interface Reorganisation {
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

/** Reads an index. */
export class IndexReader {
  readonly identity: MarketIdentity;
  readonly #file: SqliteFile;
  readonly #json: EventJson;

  /** Opens an index's file for reading only. @throws UserError when it is none; StorageUnavailable */
  static open(path: string): IndexReader {
    const file = new SqliteFile(path, { ...INDEX, readOnly: true });
    return file.run(() => {
      if (!holdsIndex(file)) throw new UserError(`${path}: the index has not begun`);
      return new IndexReader(file);
    });
  }

  constructor(file: SqliteFile) {
    // Written in the transaction that made the tables.
    const row = file.database.prepare("SELECT * FROM market").get() ?? {};
    this.identity = identityIn(row);
    this.#json = new EventJson(marketAbi(this.identity.kind));
    this.#file = file;
  }

  /** Reads one state, even while it is written. */
  inOneState<T>(read: () => T): T {
    return this.#file.inOneState(read);
  }

  /** The blocks to find a common ancestor among, oldest first; the last one is how far the index has come. */
  known(): BlockRef[] {
    return this.#file.database.prepare("SELECT * FROM known ORDER BY number").all().map(refIn);
  }

  /** How far the index has come. */
  head(): BlockRef | undefined {
    const row = this.#file.database.prepare("SELECT * FROM known ORDER BY number DESC LIMIT 1").get();
    return row && refIn(row);
  }

  /** The events after a place, in the chain's order. */
  *eventsAfter({ block, logIndex }: Position): Generator<MarketLog, void, void> {
    const rows = this.#file.database
      .prepare(`${EVENTS} WHERE (event.block, event.log_index) > (?, ?) ORDER BY event.block, event.log_index`)
      .iterate(block, logIndex);
    for (const row of rows) yield this.#logIn(row);
  }

  /** The newest events, the newest first. */
  lastEvents(count: number): MarketLog[] {
    return this.#file.database
      .prepare(`${EVENTS} ORDER BY event.block DESC, event.log_index DESC LIMIT ?`)
      .all(count)
      .map((row) => this.#logIn(row));
  }

  /** How many events of a name have each value of an argument. */
  countsBy(name: string, argument: string): Map<string, number> {
    const rows = this.#file.database
      .prepare("SELECT json_extract(args, ?) AS value, count(*) AS count FROM event WHERE name = ? GROUP BY value")
      .all(`$.${argument}`, name);
    return new Map(rows.map(({ value, count }) => [String(value), Number(count)]));
  }

  /** The reorganisations after one, oldest first; all of them after 0. */
  reorganisationsAfter(id: number): Reorganisation[] {
    return this.#file.database
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

  /**
   * Reads all events, in one state, for what they add up to.
   *
   * @throws UserError when events are missing
   */
  fold<T>(read: (logs: Iterable<MarketLog>) => T): T {
    try {
      return this.inOneState(() => read(this.eventsAfter(BEFORE_ALL)));
    } catch (error) {
      if (!(error instanceof EventsMissing)) throw error;
      const remedy = "hardhat observer run reads them again from its node";
      throw new UserError(`${this.#file.path}: ${error.message}; ${remedy}`, { cause: error });
    }
  }

  close(): void {
    this.#file.close();
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
