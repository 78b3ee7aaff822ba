import { EventJson } from "../../chain/abi/event-json.js";
import { type BlockRef, type ChainStep, type MarketLog, NEWEST_KNOWN } from "../../market/follow/chain-step.js";
import { marketAbi } from "../../market/market-reader.js";
import { UserError } from "../../model/errors.js";
import { SqliteFile } from "../../service/sqlite.js";
import { identityIn, type MarketIdentity, nameOfMarket, sameMarket } from "./market-identity.js";
import { IndexReader } from "./index-reader.js";
import { createSchema, holdsIndex, INDEX } from "./schema.js";

/** Another process advanced the index; this step no longer applies. */
export class IndexMoved extends Error {
  override readonly name = "IndexMoved";
}

/**
 * Writes an index, one step of the chain in one transaction: events, blocks and how far it has come. So it is whole
 * whenever the process ends. Several processes may write one file: a step is written only if it follows the index's
 * last block.
 */
export class IndexWriter {
  readonly reader: IndexReader;
  readonly #file: SqliteFile;
  readonly #json: EventJson;
  /** Hash of the block up to which this process knows the index. */
  #cursor: string | undefined;

  /**
   * Opens an index's file, or makes one.
   *
   * @param limitBytes - how large the file may grow
   * @throws UserError when it is not an index of this market; StorageUnavailable
   */
  static open(path: string, market: MarketIdentity, limitBytes?: number): IndexWriter {
    const file = new SqliteFile(path, INDEX);
    try {
      if (limitBytes !== undefined) limitSize(file, limitBytes);
      file.transaction(() => {
        if (!holdsIndex(file)) createSchema(file);
        ensureMarket(file, market);
      });
      return new IndexWriter(file, market);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  private constructor(file: SqliteFile, { kind }: MarketIdentity) {
    this.#file = file;
    this.#json = new EventJson(marketAbi(kind));
    this.reader = new IndexReader(file);
  }

  /** Reads how far the index has come: the next step must follow from there. @returns its known blocks */
  resume(): BlockRef[] {
    const known = this.#file.run(() => this.reader.known());
    this.#cursor = known.at(-1)?.hash;
    return known;
  }

  /**
   * Writes a step.
   *
   * @param seenAt - Unix time, ms
   * @throws IndexMoved when another process wrote since; StorageUnavailable, and nothing is written
   */
  take(step: ChainStep, seenAt: number): void {
    this.#file.transaction(() => {
      if (this.reader.head()?.hash !== this.#cursor) throw new IndexMoved("another process advanced the index");
      if (step.kind === "undone") this.#undo(step, seenAt);
      else this.#grow(step.recent, step.logs);
    });
    this.#cursor = (step.kind === "undone" ? step.ancestor : step.head).hash;
  }

  /** Lets the file grow up to a new size. */
  limit(bytes: number): void {
    limitSize(this.#file, bytes);
  }

  close(): void {
    this.#file.close();
  }

  #grow(recent: readonly BlockRef[], logs: readonly MarketLog[]): void {
    const addBlock = this.#file.database.prepare("INSERT INTO block VALUES (?, ?, ?, ?)");
    const addEvent = this.#file.database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?)");
    let last: BlockRef | undefined;
    for (const { block, logIndex, transactionHash, event } of logs) {
      if (block.hash !== last?.hash) addBlock.run(...valuesOf(block));
      last = block;
      addEvent.run(block.number, logIndex, transactionHash, event.name, this.#json.write(event));
    }
    const addKnown = this.#file.database.prepare("INSERT INTO known VALUES (?, ?, ?, ?)");
    for (const block of recent) addKnown.run(...valuesOf(block));
    this.#file.database.prepare(FORGET).run(NEWEST_KNOWN);
  }

  /**
   * What is read again because of a gap is noted as a reorganisation of no blocks, for those who have a ledger of it.
   */
  #undo({ ancestor, gap }: ChainStep & { kind: "undone" }, seenAt: number): void {
    const head = gap === undefined ? this.reader.head() : ancestor;
    const { changes: events } = this.#file.database.prepare("DELETE FROM event WHERE block > ?").run(ancestor.number);
    for (const table of ["block", "known"]) {
      this.#file.database.prepare(`DELETE FROM ${table} WHERE number > ?`).run(ancestor.number);
    }
    this.#file.database
      .prepare("INSERT INTO reorganisation (seen_at, ancestor, head, events) VALUES (?, ?, ?, ?)")
      .run(seenAt, ancestor.number, head?.number ?? ancestor.number, gap === undefined ? events : 0);
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

function limitSize({ database }: SqliteFile, bytes: number): void {
  const pageSize = Number(database.prepare("PRAGMA page_size").get()?.page_size);
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageSize))}`);
}

function ensureMarket({ database, path }: SqliteFile, market: MarketIdentity): void {
  const row = database.prepare("SELECT * FROM market").get();
  if (row === undefined) {
    const { chainId, genesis, address, kind, fromBlock, verificationWindow } = market;
    database
      .prepare("INSERT INTO market VALUES (1, ?, ?, ?, ?, ?, ?)")
      .run(chainId, genesis, address, kind, fromBlock, verificationWindow);
    return;
  }
  const indexed = identityIn(row);
  if (sameMarket(indexed, market)) return;
  throw new UserError(
    `${path}: is the index of ${nameOfMarket(indexed)}, not of ${nameOfMarket(market)}; name another folder by --data`,
  );
}
