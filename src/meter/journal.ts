import { ofWholeWh } from "../data/energy.js";
import { UserError } from "../model/errors.js";
import { SqliteFile } from "../service/sqlite.js";
import type { MeterReading } from "./meter-book.js";

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

/** What the rows of a stream are. */
export interface StreamForm {
  readonly intervalSeconds: number;
  /** Whether they are what registers show, not the energy of intervals. */
  readonly register: boolean;
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
    this.#file.transaction(() => {
      this.#file.database.exec(SCHEMA);
      this.#takeOver();
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
   * Writes what the stream's rows are.
   *
   * @throws UserError when rows of another form are kept
   */
  requireForm({ intervalSeconds, register }: StreamForm): void {
    const kept = this.#file.transaction(() => {
      const { database } = this.#file;
      const insert = "INSERT OR IGNORE INTO stream_form (one, interval_seconds, register) VALUES (1, ?, ?)";
      database.prepare(insert).run(intervalSeconds, Number(register));
      return database.prepare("SELECT interval_seconds, register FROM stream_form").get();
    });
    const keptRegister = kept?.register === 1;
    if (kept?.interval_seconds !== intervalSeconds) {
      const seconds = String(kept?.interval_seconds);
      throw new UserError(
        `--interval ${intervalSeconds}: the stream's rows kept so far have intervals of ${seconds} s`,
      );
    }
    if (keptRegister === register) return;
    const [said, what] = register
      ? ["--register", "energies of intervals"]
      : ["without --register", "what registers showed"];
    throw new UserError(`${said}: the stream's rows kept so far are ${what}; take another --data`);
  }

  /** Keeps rows of a stream, all or none. */
  keep(readings: readonly MeterReading[]): void {
    const insert = "INSERT OR IGNORE INTO stream_rows (meter, start, microjoules) VALUES (?, ?, ?)";
    this.#file.transaction(() => {
      const statement = this.#file.database.prepare(insert);
      for (const { meter, startSeconds, microjoules } of readings) {
        statement.run(meter, startSeconds, microjoules.toString());
      }
    });
  }

  /** The rows of streams that were kept, in the order in which they came. */
  kept(): MeterReading[] {
    const { database } = this.#file;
    const select = "SELECT meter, start, microjoules FROM stream_rows ORDER BY rowid";
    const rows = this.#file.run(() => database.prepare(select).all());
    return rows.map((row) => ({
      meter: row.meter as string,
      startSeconds: row.start as number,
      microjoules: BigInt(row.microjoules as string),
    }));
  }

  /** Takes over the rows of a journal that kept whole Wh. */
  #takeOver(): void {
    const { database } = this.#file;
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'intervals'").get() === undefined) return;
    const insert = database.prepare("INSERT INTO stream_rows (meter, start, microjoules) VALUES (?, ?, ?)");
    for (const row of database.prepare("SELECT meter, start, energy_wh FROM intervals").iterate()) {
      const microjoules = ofWholeWh(BigInt(row.energy_wh as number));
      insert.run(row.meter as string, row.start as number, microjoules.toString());
    }
    database.exec("INSERT INTO stream_form SELECT one, interval_seconds, 0 FROM stream");
    database.exec("DROP TABLE intervals; DROP TABLE stream");
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
  CREATE TABLE IF NOT EXISTS stream_form (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    interval_seconds INTEGER NOT NULL,
    register INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS stream_rows (
    meter TEXT NOT NULL,
    start INTEGER NOT NULL,
    microjoules TEXT NOT NULL,
    PRIMARY KEY (meter, start, microjoules)
  ) STRICT;
`;
