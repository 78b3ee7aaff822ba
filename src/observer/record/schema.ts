import type { DatabaseSync } from "node:sqlite";

import { UserError } from "../../model/errors.js";

/** "Watt" in ASCII: tells a record from any other SQLite file. */
const APPLICATION_ID = 0x57617474;
const VERSION = 1;

/**
 * A record's tables. `known` holds the newest blocks and the first of all, and its last row is how far the record has
 * come; `block` those that hold events. Only what stands in the chain is here: a reorganisation takes its blocks out,
 * and leaves a row in `reorganisation`.
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
export function createSchema(database: DatabaseSync): void {
  database.exec(TABLES);
}

/**
 * Whether a file holds a record; false for an empty one.
 *
 * @throws UserError when it is something else, or a record of another version
 */
export function holdsRecord(database: DatabaseSync, path: string): boolean {
  if (pragma(database, "application_id") === APPLICATION_ID) {
    const version = pragma(database, "user_version");
    if (version === VERSION) return true;
    throw new UserError(`${path}: a record of version ${version}; this program reads version ${VERSION}`);
  }
  if (pragma(database, "schema_version") === 0) return false;
  throw new UserError(`${path}: not an observer's record`);
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}
