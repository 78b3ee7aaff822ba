import { join } from "node:path";

/** The file of the record in an observer's folder. */
export function recordPath(folder: string): string {
  return join(folder, "record.db");
}
