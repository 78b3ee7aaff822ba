import { fault, shown } from "./fault.js";

/** One line that is not blank, split into its fields. */
export interface CsvRow {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads a CSV text line by line; after a faulty line it can continue with the next one. The header sets the separator (a
 * comma, or a semicolon if the header has no comma) and the number of fields of every row. Fields may be quoted, with
 * `""` for a quote, but end on their line. Space around a field and blank lines are ignored.
 */
export class CsvLines {
  readonly #source: string;
  #header: readonly string[] | undefined;
  #separator = ",";
  #line = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * The row of the next line, of which the first is the header; nothing for a blank line.
   *
   * @throws UserError for too many or too few fields or an open quote
   */
  take(text: string): CsvRow | undefined {
    const line = ++this.#line;
    const source = this.#source;
    if (text.trim() === "") return undefined;
    if (this.#header === undefined && !text.includes(",")) this.#separator = ";";
    const separator = this.#separator;
    const fields = text.includes('"') ? quotedFields(text, separator, { source, line }) : plainFields(text, separator);
    const header = (this.#header ??= fields);
    if (fields.length > header.length)
      throw fault(
        { source, line, column: String(header.length + 1) },
        `is one too many: the header has ${header.length} columns`,
      );
    const missing = header[fields.length];
    if (missing !== undefined) throw fault({ source, line, column: missing }, "is missing");
    return { line, fields };
  }
}

function plainFields(text: string, separator: string): string[] {
  return text.split(separator).map((field) => field.trim());
}

function quotedFields(text: string, separator: string, place: { source: string; line: number }): string[] {
  const fields: string[] = [];
  let rest = separator + text;
  while (rest !== "") {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest.slice(1));
    const next = rest.indexOf(separator, 1 + (quoted?.[0].length ?? 0));
    const end = next < 0 ? rest.length : next;
    const plain = rest.slice(1, end).trim();
    if (quoted ? quoted[0].length !== end - 1 : plain.startsWith('"'))
      throw fault(place, `the quote that starts ${shown(plain)} does not end where its field ends`);
    fields.push(quoted?.[1]?.replaceAll('""', '"') ?? plain);
    rest = rest.slice(end);
  }
  return fields;
}

/**
 * The index of each wanted column in a header, in whatever order they are.
 *
 * @throws UserError for a column that is missing, occurs twice or is unknown
 * @example columnIndexes({ line: 1, fields: ["b", "a"] }, ["a", "b"], "f.csv") // { a: 1, b: 0 }
 */
export function columnIndexes<Name extends string>(
  { line, fields }: CsvRow,
  wanted: readonly Name[],
  source: string,
): Record<Name, number> {
  for (const column of wanted)
    if (!fields.includes(column))
      throw fault({ source, line, column }, `is missing from the header ${shown(fields.join(","))}`);
  for (const [index, column] of fields.entries()) {
    if (!wanted.some((name) => name === column))
      throw fault({ source, line, column: shown(column) }, `is unknown; the columns are ${wanted.join(", ")}`);
    if (fields.indexOf(column) !== index) throw fault({ source, line, column }, "is in the header twice");
  }
  return Object.fromEntries(wanted.map((column) => [column, fields.indexOf(column)])) as Record<Name, number>;
}

/** A column of a file. */
export interface CsvColumn {
  readonly name: string;
  readonly index: number;
}

/**
 * A reader of one column. It remembers the last text, since a file sorted by time repeats each timestamp for every
 * meter.
 *
 * @param parse - gives the value, or the problem in words
 * @returns the value in a row; throws a UserError that names file, line and column for a problem
 */
export function fieldReader<T extends bigint | object>(
  source: string,
  column: CsvColumn,
  parse: (text: string) => T | string,
): (row: CsvRow) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return ({ line, fields }) => {
    const text = fields[column.index] ?? "";
    if (last?.text === text) return last.value;
    const value = parse(text);
    if (typeof value === "string") throw fault({ source, line, column: column.name }, value);
    last = { text, value };
    return value;
  };
}
