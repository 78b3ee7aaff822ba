import { existsSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../model/errors.js";
import { SqliteFile } from "../service/sqlite.js";
import type { JournalPlace } from "./journal.js";

/** A reading that is not signed until somebody allows it. */
export interface HeldReading {
  readonly agreement: string;
  readonly meter: string;
  readonly energyWh: bigint;
  /** What is against it. */
  readonly problem: string;
}

/** The file of a meter's journal in the folder of its files. */
export function journalPath(folder: string): string {
  return join(folder, "meter.sqlite");
}

/**
 * The readings that are held, and those that somebody allowed, each at the energy that was shown. They stand in the
 * file of the journal, so that a command allows what a running process holds. Methods throw StorageUnavailable when the
 * file cannot be used now.
 */
export class HeldReadings {
  readonly #path: string;
  readonly #file: SqliteFile;

  /** @throws UserError when the file cannot be opened; StorageUnavailable */
  constructor(path: string) {
    this.#path = path;
    this.#file = new SqliteFile(path, { name: "journal" });
    this.#file.run(() => {
      this.#file.database.exec(SCHEMA);
    });
  }

  /** Opens those of a folder. @throws UserError when no meter has run with it */
  static of(folder: string): HeldReadings {
    const path = journalPath(folder);
    if (!existsSync(path)) throw new UserError(`--data ${folder}: no meter has run with it: there is no ${path}`);
    return new HeldReadings(path);
  }

  /** Writes what is held now, in place of what was. */
  show({ chain, market }: JournalPlace, held: readonly HeldReading[]): void {
    const { database } = this.#file;
    const insert = "INSERT INTO held (chain, market, agreement, meter, energy_wh, problem) VALUES (?, ?, ?, ?, ?, ?)";
    this.#file.transaction(() => {
      database.prepare("DELETE FROM held WHERE chain = ? AND market = ?").run(chain, market.toLowerCase());
      const statement = database.prepare(insert);
      for (const { agreement, meter, energyWh, problem } of held) {
        statement.run(chain, market.toLowerCase(), agreement, meter, energyWh, problem);
      }
    });
  }

  /** What is held, of every market. */
  all(): HeldReading[] {
    const select = "SELECT agreement, meter, energy_wh, problem FROM held ORDER BY rowid";
    return this.#file.run(() => this.#file.database.prepare(select).all()).map(heldOf);
  }

  /**
   * Allows a reading at the energy that is held.
   *
   * @param id - the agreement's, or its first digits
   * @throws UserError when none is held, or several are
   */
  allow(id: string): HeldReading {
    return this.#file.transaction(() => {
      const { database } = this.#file;
      // No digit of an id is a character that LIKE has a meaning for.
      const rows = /^0x[0-9a-f]+$/i.test(id)
        ? database.prepare("SELECT rowid, * FROM held WHERE agreement LIKE ?").all(`${id}%`)
        : [];
      const [row, other] = rows;
      if (row === undefined) throw new UserError(`${id}: no reading of this agreement is held in ${this.#path}`);
      if (other !== undefined)
        throw new UserError(`${id}: readings of ${rows.length} agreements are held: say more digits`);
      database
        .prepare("INSERT OR IGNORE INTO allowed SELECT chain, market, agreement, energy_wh FROM held WHERE rowid = ?")
        .run(row.rowid as number);
      return heldOf(row);
    });
  }

  /** Whether somebody allowed a reading of this energy. */
  isAllowed({ chain, market }: JournalPlace, agreement: string, energyWh: bigint): boolean {
    const select = "SELECT 1 FROM allowed WHERE chain = ? AND market = ? AND agreement = ? AND energy_wh = ?";
    const values = [chain, market.toLowerCase(), agreement, energyWh] as const;
    return this.#file.run(() => this.#file.database.prepare(select).get(...values)) !== undefined;
  }

  close(): void {
    this.#file.close();
  }
}

function heldOf(row: Record<string, unknown>): HeldReading {
  const { agreement, meter, energy_wh: energyWh, problem } = row as Record<string, string>;
  return { agreement: agreement ?? "", meter: meter ?? "", energyWh: BigInt(energyWh ?? 0), problem: problem ?? "" };
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS held (
    chain TEXT NOT NULL,
    market TEXT NOT NULL,
    agreement TEXT NOT NULL,
    meter TEXT NOT NULL,
    energy_wh INTEGER NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (chain, market, agreement)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS allowed (
    chain TEXT NOT NULL,
    market TEXT NOT NULL,
    agreement TEXT NOT NULL,
    energy_wh INTEGER NOT NULL,
    PRIMARY KEY (chain, market, agreement, energy_wh)
  ) STRICT;
`;
