import { FileRows } from "../../../src/data/formats/file-rows.js";
import type { ReadOptions } from "../../../src/data/formats/read-options.js";
import type { RowOrFault } from "../../../src/data/formats/stage.js";
import type { FileKind } from "../../../src/data/formats/table-format.js";

/** What a file's lines are read as: rows as text, one line each, and the faults. */
export interface ReadFile {
  readonly taken: string;
  /** `start/end meter value`, times in UTC without seconds that are 0; energy in Wh, prices in base units. */
  readonly rows: readonly string[];
  readonly faults: readonly string[];
}

/** Reads the lines of a file as its format has it. */
export function readAs(
  kind: FileKind,
  lines: readonly string[],
  options: ReadOptions = {},
  source = "f.csv",
): ReadFile {
  const file = new FileRows(source, kind, options);
  const read = [...lines.flatMap((line) => file.take(line)), ...file.end()];
  return { taken: file.taken, ...told(kind, read) };
}

/** Rows and faults as text. */
export function told(kind: FileKind, read: readonly RowOrFault[]): Omit<ReadFile, "taken"> {
  const rows: string[] = [];
  const faults: string[] = [];
  for (const row of read) {
    if (row instanceof Error) faults.push(row.message);
    else {
      const [{ meter, startSeconds, endSeconds }, value] = row;
      const times = [startSeconds, ...(endSeconds === undefined ? [] : [endSeconds])].map(clock).join("/");
      const amount = kind === "prices" ? String(value) : String(Number(value) / 3_600_000_000);
      rows.push(`${times}${meter === "" ? "" : ` ${meter}`} ${amount}`);
    }
  }
  return { rows, faults };
}

function clock(seconds: number): string {
  return new Date(seconds * 1000)
    .toISOString()
    .replace(/:00\.000Z$/, "Z")
    .replace(".000Z", "Z");
}
