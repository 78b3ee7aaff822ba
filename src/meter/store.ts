import { DatabaseSync } from "node:sqlite";

import type { IntervalReading } from "../data/meter-rows.js";
import { UserError } from "../model/errors.js";

/** Where an agreement is: its id alone could be another's on another chain. */
export interface JournalPlace {
  /** The chain's name among deployments, see `chainIdentity`. */
  readonly chain: string;
  /** The market's address. */
  readonly market: string;
}

/** A reading as it was signed. */
export interface SignedReading {
  /** Wh. */
  readonly energyWh: bigint;
  /** 65 bytes, hex. */
  readonly signature: string;
}

/**
 * What a meter's process keeps on disk: every reading that it signed, written before anybody else sees it, so that no
 * agreement ever has two; and what came by a stream, since nobody can ask for it again.
 */
export class MeterStore {
  readonly #database: DatabaseSync;

  /** @throws UserError when the file cannot be opened, or is of another version */
  constructor(file: string) {
    try {
      this.#database = new DatabaseSync(file);
      // A reading is on disk before it is sent. Two processes may share the file.
      this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
      this.#database.exec(SCHEMA);
    } catch (error) {
      throw new UserError(`${file}: cannot be used: ${(error as Error).message}`, { cause: error });
    }
  }

  /** The reading that was signed for an agreement. */
  signed({ chain, market }: JournalPlace, agreement: string): SignedReading | undefined {
    const select = "SELECT energy_wh, signature FROM readings WHERE chain = ? AND market = ? AND agreement = ?";
    const row = this.#database.prepare(select).get(chain, market.toLowerCase(), agreement);
    return row === undefined
      ? undefined
      : { energyWh: BigInt(row.energy_wh as number), signature: row.signature as string };
  }

  /** Keeps a reading, unless there is one. @returns the one that is kept */
  sign({ chain, market }: JournalPlace, agreement: string, reading: SignedReading): SignedReading {
    const insert =
      "INSERT OR IGNORE INTO readings (chain, market, agreement, energy_wh, signature) VALUES (?, ?, ?, ?, ?)";
    this.#database.prepare(insert).run(chain, market.toLowerCase(), agreement, reading.energyWh, reading.signature);
    return this.signed({ chain, market }, agreement) ?? reading;
  }

  /**
   * Says how long the stream's intervals are.
   *
   * @throws UserError when rows with other intervals are kept
   */
  requireInterval(seconds: number): void {
    this.#database.prepare("INSERT OR IGNORE INTO stream (one, interval_seconds) VALUES (1, ?)").run(seconds);
    const kept = this.#database.prepare("SELECT interval_seconds FROM stream").get()?.interval_seconds;
    if (kept === seconds) return;
    throw new UserError(`--interval ${seconds}: the stream's rows kept so far have intervals of ${String(kept)} s`);
  }

  /** Keeps rows of a stream. */
  keep(readings: readonly IntervalReading[]): void {
    const insert = this.#database.prepare("INSERT OR IGNORE INTO intervals (meter, start, energy_wh) VALUES (?, ?, ?)");
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const { meter, startSeconds, energyWh } of readings) insert.run(meter, startSeconds, energyWh);
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** The rows of streams that were kept. */
  *kept(): Generator<IntervalReading> {
    for (const row of this.#database.prepare("SELECT meter, start, energy_wh FROM intervals").iterate()) {
      yield {
        meter: row.meter as string,
        startSeconds: row.start as number,
        energyWh: BigInt(row.energy_wh as number),
      };
    }
  }

  close(): void {
    this.#database.close();
  }
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS readings (
    chain TEXT NOT NULL,
    market TEXT NOT NULL,
    agreement TEXT NOT NULL,
    energy_wh INTEGER NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (chain, market, agreement)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS stream (one INTEGER PRIMARY KEY CHECK (one = 1), interval_seconds INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS intervals (
    meter TEXT NOT NULL,
    start INTEGER NOT NULL,
    energy_wh INTEGER NOT NULL,
    PRIMARY KEY (meter, start)
  ) STRICT;
`;
