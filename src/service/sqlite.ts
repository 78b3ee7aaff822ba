import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { UserError } from "../model/errors.js";

/**
 * The file cannot be used now and may be later: the disk is full or fails, or another process writes. Nothing was
 * written.
 */
export class StorageUnavailable extends Error {
  override readonly name = "StorageUnavailable";
}

/** What a file is for. */
export interface SqliteOptions {
  /** What messages call it, such as "journal". */
  readonly name: string;
  /**
   * "FULL": on disk when a transaction ends. "NORMAL": a power cut may take the last transactions, but never a part of
   * one.
   */
  readonly synchronous?: "FULL" | "NORMAL";
  /** Made when missing, unless it is only read. */
  readonly readOnly?: boolean;
  /** What makes a missing file, and what to do about a damaged one, for messages. */
  readonly maker?: string;
  readonly remedy?: string;
}

/** How long to wait while another process writes, ms. */
const BUSY_MS = 5_000;

/** One SQLite file. Others read it while it is written; one process writes at a time. */
export class SqliteFile {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly #options: SqliteOptions;

  /** @throws UserError when it cannot be opened or is no database; StorageUnavailable */
  constructor(path: string, options: SqliteOptions) {
    this.path = path;
    this.#options = options;
    const { readOnly = false, synchronous = "FULL" } = options;
    if (readOnly && !existsSync(path)) {
      throw new UserError(
        `${path}: there is no ${options.name}${options.maker === undefined ? "" : `; ${options.maker}`}`,
      );
    }
    this.database = this.run(() => {
      try {
        const database = new DatabaseSync(path, { timeout: BUSY_MS, readOnly });
        if (!readOnly) database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
        return database;
      } catch (error) {
        if (codeOf(error) !== SQLITE_CANTOPEN) throw error;
        throw new UserError(`${path}: cannot be opened: ${(error as Error).message}`, { cause: error });
      }
    });
  }

  /**
   * Runs statements, each by itself.
   *
   * @throws StorageUnavailable; UserError when the file is damaged
   */
  run<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const code = codeOf(error);
      const { name, remedy } = this.#options;
      const passing = code === undefined ? undefined : PASSING[code];
      if (passing !== undefined) throw new StorageUnavailable(passing.replace("FILE", name), { cause: error });
      if (code !== SQLITE_CORRUPT && code !== SQLITE_NOTADB) throw error;
      const damaged = `${this.path}: not an SQLite file, or damaged`;
      throw new UserError(remedy === undefined ? damaged : `${damaged}; ${remedy}`, { cause: error });
    }
  }

  /** Does all of it or nothing, and no other process writes meanwhile. @throws as {@link SqliteFile.run} */
  transaction<T>(work: () => T): T {
    return this.run(() => this.#within("BEGIN IMMEDIATE", work));
  }

  /** Reads one state of the file, even while others write. @throws as {@link SqliteFile.run} */
  inOneState<T>(read: () => T): T {
    return this.run(() => this.#within("BEGIN", read));
  }

  close(): void {
    this.database.close();
  }

  #within<T>(begin: string, work: () => T): T {
    this.database.exec(begin);
    try {
      const value = work();
      this.database.exec("COMMIT");
      return value;
    } catch (error) {
      // SQLite itself rolls back when the disk is full.
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      throw error;
    }
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
const PASSING: Readonly<Record<number, string>> = {
  5: "another process holds the FILE",
  10: "the disk of the FILE fails",
  13: "no space is left for the FILE",
};

/** SQLite's primary result code. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}
