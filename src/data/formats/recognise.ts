import type { CsvRow } from "../csv.js";
import { fault, shown } from "../fault.js";
import type { RecognisedTable } from "./table-reader.js";
import { type FileKind, plainName, type TableFormat } from "./table-format.js";
import { FORMAT_TABLES } from "./tables.js";

/** The places of a format's columns in a header. */
export interface FoundColumns {
  readonly time: number;
  readonly clock: number | undefined;
  readonly end: number | undefined;
  readonly endClock: number | undefined;
  readonly meter: number | undefined;
  readonly unit: number | undefined;
  readonly value: readonly number[];
  readonly returned: readonly number[];
  readonly same: readonly number[];
}

/** Columns without which a format is not recognised, if it has them. */
const REQUIRED = ["time", "clock", "end", "endClock", "meter", "unit"] as const;

/** What the header has to be, where it is none that is known. */
const ADVICE =
  "say which column is what, such as --columns time=Start,energy=Usage --unit kWh (docs/data.md lists the formats)";

/**
 * The format of a table by its header.
 *
 * @param said - the format that `--columns` describes, if it was said
 * @throws UserError for a header of no format, or of several
 */
export function recognised(header: CsvRow, kind: FileKind, source: string, said?: TableFormat): RecognisedTable {
  const place = { source, line: header.line };
  const names = header.fields.map(plainName);
  const fitting = (formats: readonly TableFormat[]) =>
    formats.flatMap((format) => {
      const columns = columnsOf(format, names);
      return columns === undefined ? [] : [{ format, header, columns }];
    });
  if (said !== undefined) {
    const [table] = fitting([said]);
    if (table === undefined)
      throw fault(place, `the header ${shownHeader(header)} lacks a column that --columns names`);
    return table;
  }
  const all = fitting(FORMAT_TABLES);
  const [table, ...others] = all.filter(({ format }) => format.kind === kind);
  if (table === undefined) {
    const [other] = all;
    if (other !== undefined)
      throw fault(place, `is a file of ${other.format.kind} (${other.format.name}), not of ${kind}`);
    throw fault(
      place,
      `the header ${shownHeader(header)} is of no format that is known${near(names, kind)}: ${ADVICE}`,
    );
  }
  if (others.length > 0) {
    const candidates = [table, ...others].map(({ format }) => format.name).join(", ");
    throw fault(place, `the header ${shownHeader(header)} may be of ${candidates}: ${ADVICE}`);
  }
  requireOnce(table, names, source);
  return table;
}

function columnsOf({ columns }: TableFormat, names: readonly string[]): FoundColumns | undefined {
  const { marks = [] } = columns;
  const at = (pattern: RegExp | undefined) => {
    const index = pattern === undefined ? -1 : names.findIndex((name) => pattern.test(name));
    return index < 0 ? undefined : index;
  };
  const all = (pattern: RegExp | undefined) =>
    [...names.keys()].filter((index) => pattern?.test(names[index] ?? "") === true);
  const found = {
    time: at(columns.time),
    clock: at(columns.clock),
    end: at(columns.end),
    endClock: at(columns.endClock),
    meter: at(columns.meter),
    unit: at(columns.unit),
    value: all(columns.value),
    returned: all(columns.returned),
    same: all(columns.same),
  };
  const { time } = found;
  const lacks = REQUIRED.some((role) => columns[role] !== undefined && found[role] === undefined);
  if (time === undefined || lacks || found.value.length + found.returned.length === 0) return undefined;
  return marks.every((mark) => at(mark) !== undefined) ? { ...found, time } : undefined;
}

/** Of a header that has a format's values and lacks one other column, which one; otherwise nothing. */
function near(names: readonly string[], kind: FileKind): string {
  for (const { name, kind: its, columns } of FORMAT_TABLES) {
    if (its !== kind || !names.some((each) => columns.value.test(each))) continue;
    const lacking = REQUIRED.filter(
      (role) => columns[role] !== undefined && !names.some((each) => columns[role]?.test(each)),
    );
    if (lacking.length === 1) return `, and nearly that of ${name}, without its ${String(lacking[0])}`;
  }
  return "";
}

/** Requires that no column that is read is there twice. */
function requireOnce({ header, columns }: RecognisedTable, names: readonly string[], source: string): void {
  for (const index of [columns.time, columns.clock, columns.end, columns.meter, columns.unit]) {
    if (index === undefined || names.lastIndexOf(names[index] ?? "") === index) continue;
    throw fault({ source, line: header.line, column: header.fields[index] }, "is in the header twice");
  }
}

function shownHeader({ fields }: CsvRow): string {
  return shown(fields.join(","));
}
