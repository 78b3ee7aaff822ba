const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** What SQLite says when the record cannot be written now, and can perhaps be later. */
export function hindranceOf(error: unknown): string | undefined {
  switch (primaryCode(error)) {
    case SQLITE_FULL:
      return "no space is left for the record";
    case SQLITE_IOERR:
      return "the record's disk fails";
    case SQLITE_BUSY:
      return "another process holds the record";
    default:
      return undefined;
  }
}

/** Whether a file is no SQLite database, or a damaged one. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}
