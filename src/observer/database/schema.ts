import { join } from "node:path";

import { UserError } from "../../model/errors.js";
import type { SqliteFile, SqliteOptions } from "../../service/sqlite.js";

/** The index's file in an observer's folder. */
export function indexPath(folder: string): string {
  return join(folder, "record.db");
}

/** A power cut may take the last transactions, which the chain still has. */
export const INDEX: SqliteOptions = {
  name: "index",
  maker: "hardhat observer run makes one",
  synchronous: "NORMAL",
  remedy: "move it away, and it is made anew from the chain",
};

/** "Watt" in ASCII: tells an index from any other SQLite file. */
const APPLICATION_ID = 0x57617474;
const VERSION = 1;

/**
 * An index's tables. `known` holds the newest blocks and the first of all, and its last row is how far the index has
 * come; `block` holds those with events. Only blocks of the chain are here: a reorganisation removes the blocks that it
 * replaces, and leaves a row in `reorganisation`. So do blocks that are read again since events were missing: the row's
 * head is then its ancestor.
 */
const TABLES = `
CREATE TABLE market (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  chain_id TEXT NOT NULL,
  genesis TEXT NOT NULL,
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_block INTEGER NOT NULL,
  verification_window INTEGER NOT NULL
) STRICT;
CREATE TABLE known (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  parent_hash TEXT NOT NULL,
  timestamp INTEGER NOT NULL
) STRICT;
CREATE TABLE block (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  parent_hash TEXT NOT NULL,
  timestamp INTEGER NOT NULL
) STRICT;
CREATE TABLE event (
  block INTEGER NOT NULL REFERENCES block (number) ON DELETE CASCADE,
  log_index INTEGER NOT NULL,
  transaction_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  PRIMARY KEY (block, log_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_by_name ON event (name);
CREATE TABLE reorganisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seen_at INTEGER NOT NULL,
  ancestor INTEGER NOT NULL,
  head INTEGER NOT NULL,
  events INTEGER NOT NULL
) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${VERSION};
`;

/** Makes the tables of a new file, within the caller's transaction. */
export function createSchema({ database }: SqliteFile): void {
  database.exec(TABLES);
}

/**
 * Whether a file holds an index; false for an empty one.
 *
 * @throws UserError when it is something else, or an index of another version
 */
export function holdsIndex(file: SqliteFile): boolean {
  if (pragma(file, "application_id") === APPLICATION_ID) {
    const version = pragma(file, "user_version");
    if (version === VERSION) return true;
    throw new UserError(`${file.path}: an index of version ${version}; this program reads version ${VERSION}`);
  }
  if (pragma(file, "schema_version") === 0) return false;
  throw new UserError(`${file.path}: not an observer's index`);
}

function pragma({ database }: SqliteFile, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}
