import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { UserError } from "../../model/errors.js";
import { hindranceOf, isDamage } from "./sqlite-fault.js";

/** How long to wait for another process that writes, ms. */
const BUSY_MS = 5_000;

/**
 * Opens a record's file for writing; a new one is made.
 *
 * @throws UserError when it cannot be opened or is no database
 */
export function openDatabase(path: string): DatabaseSync {
  return opened(path, () => {
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    // Readers read on while it is written. A power cut may take the last transactions, which the chain still has.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return database;
  });
}

/** Opens a record's file for reading. @throws UserError when there is none, or it is no database */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new UserError(`${path}: there is no record; hardhat observer run makes one`);
  return opened(path, () => new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS }));
}

/** What damaged files give away only when they are read. */
export function guarded<Told>(path: string, read: () => Told): Told {
  try {
    return read();
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new UserError(`${path}: not a record, or a damaged one; moved away, it is read from the chain anew`, {
      cause: error,
    });
  }
}

/** Does all of it or nothing, and nobody else writes meanwhile. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    // SQLite itself rolls back when the disk is full.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Reads of one state, whatever others write meanwhile. */
export function inOneState<Told>(database: DatabaseSync, read: () => Told): Told {
  database.exec("BEGIN");
  try {
    return read();
  } finally {
    database.exec("COMMIT");
  }
}

function opened(path: string, open: () => DatabaseSync): DatabaseSync {
  try {
    return guarded(path, open);
  } catch (error) {
    if (error instanceof UserError || hindranceOf(error) !== undefined) throw error;
    throw new UserError(`${path}: cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}
