import { UserError } from "../model/errors.js";
import { SqliteFile } from "../service/sqlite.js";
import type { MeterReading } from "./interval-book.js";

/** Where an agreement is: two chains may have agreements of one id. */
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
 * What a meter keeps on disk: every reading that it signed, written before it is sent, so that no agreement ever has
 * two; and the rows of its stream, which cannot be read again. Several processes may share the file. All methods throw
 * StorageUnavailable when the file cannot be used now.
 */
export class ReadingJournal {
  readonly #file: SqliteFile;

  /** @throws UserError when the file cannot be opened or is no journal; StorageUnavailable */
  constructor(path: string) {
    this.#file = new SqliteFile(path, { name: "journal" });
    this.#file.run(() => {
      this.#file.database.exec(SCHEMA);
    });
  }

  /** The reading that was signed for an agreement. */
  signed({ chain, market }: JournalPlace, agreement: string): SignedReading | undefined {
    const select = "SELECT energy_wh, signature FROM readings WHERE chain = ? AND market = ? AND agreement = ?";
    const row = this.#file.run(() => this.#file.database.prepare(select).get(chain, market.toLowerCase(), agreement));
    return row === undefined
      ? undefined
      : { energyWh: BigInt(row.energy_wh as number), signature: row.signature as string };
  }

  /** Keeps a reading, unless there is one. @returns the one that is kept */
  sign({ chain, market }: JournalPlace, agreement: string, reading: SignedReading): SignedReading {
    const insert =
      "INSERT OR IGNORE INTO readings (chain, market, agreement, energy_wh, signature) VALUES (?, ?, ?, ?, ?)";
    return this.#file.transaction(() => {
      const values = [chain, market.toLowerCase(), agreement, reading.energyWh, reading.signature];
      this.#file.database.prepare(insert).run(...values);
      return this.signed({ chain, market }, agreement) ?? reading;
    });
  }

  /**
   * Writes how long the stream's intervals are.
   *
   * @throws UserError when rows with other intervals are kept
   */
  requireInterval(seconds: number): void {
    const kept = this.#file.transaction(() => {
      const { database } = this.#file;
      database.prepare("INSERT OR IGNORE INTO stream (one, interval_seconds) VALUES (1, ?)").run(seconds);
      return database.prepare("SELECT interval_seconds FROM stream").get()?.interval_seconds;
    });
    if (kept === seconds) return;
    throw new UserError(`--interval ${seconds}: the stream's rows kept so far have intervals of ${String(kept)} s`);
  }

  /** Keeps rows of a stream, all or none. */
  keep(readings: readonly MeterReading[]): void {
    const insert = "INSERT OR IGNORE INTO intervals (meter, start, energy_wh) VALUES (?, ?, ?)";
    this.#file.transaction(() => {
      const statement = this.#file.database.prepare(insert);
      for (const { meter, startSeconds, energyWh } of readings) statement.run(meter, startSeconds, energyWh);
    });
  }

  /** The rows of streams that were kept. */
  kept(): MeterReading[] {
    const { database } = this.#file;
    const rows = this.#file.run(() => database.prepare("SELECT meter, start, energy_wh FROM intervals").all());
    return rows.map((row) => ({
      meter: row.meter as string,
      startSeconds: row.start as number,
      energyWh: BigInt(row.energy_wh as number),
    }));
  }

  close(): void {
    this.#file.close();
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
