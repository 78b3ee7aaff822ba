import { UserError } from "../../model/errors.js";
import { type CsvRow, fieldsOf, separatorOf } from "../csv.js";
import { fault, RowFault } from "../fault.js";
import type { Stamps } from "../timed-rows.js";
import { formatSaid } from "./columns-said.js";
import { Nem12Reader } from "./nem12.js";
import type { ReadOptions } from "./read-options.js";
import { recognised } from "./recognise.js";
import { unitNamed } from "./quantity.js";
import type { RowOrFault, RowStage } from "./stage.js";
import { type FileKind, plainName } from "./table-format.js";
import { TableReader } from "./table-reader.js";
import { FORMAT_TABLES } from "./tables.js";
import { WideDaysReader, wideDaysOf } from "./wide-days.js";

/** What reads the lines after the header. */
interface BodyReader {
  /** What the file was taken for, in a few words. */
  readonly taken: string;
  /** The column of times, for messages. */
  readonly timeColumn: string;
  readonly stamps: Stamps;
  readonly stage: RowStage;
  /** Whether a row may have more fields than the header. */
  readonly ragged: boolean;
  /** @throws UserError naming line and column of what cannot be read */
  read(row: CsvRow): Iterable<RowOrFault>;
}

/** Lines looked at for a header that is not the first. */
const LONGEST_PREAMBLE = 30;

/**
 * Reads a file of meters or prices line by line: recognises its format by the header, then gives the energy of each
 * interval in microjoules, or each price in base units a MWh.
 */
export class FileRows {
  readonly #source: string;
  readonly #kind: FileKind;
  readonly #options: ReadOptions;
  #line = 0;
  #separator: string | undefined;
  #columns = 0;
  /** The lines before a header that is not the first. */
  #preamble: CsvRow[] = [];
  #body: BodyReader | undefined;

  constructor(source: string, kind: FileKind, options: ReadOptions) {
    this.#source = source;
    this.#kind = kind;
    this.#options = options;
  }

  /** Whether the header was read, so that the format is known. */
  get started(): boolean {
    return this.#body !== undefined;
  }

  /** What the file was taken for, in a few words; empty before its header, and for Wattlane's own format. */
  get taken(): string {
    return this.#body?.taken ?? "";
  }

  get timeColumn(): string {
    return this.#body?.timeColumn ?? "time";
  }

  get stamps(): Stamps {
    return this.#body?.stamps ?? "start";
  }

  /**
   * The rows of the next line, and those that were held back for it.
   *
   * @throws UserError for a header of no format, without which no row can be read
   */
  take(text: string): RowOrFault[] {
    this.#line++;
    if (text.trim() === "") return [];
    const body = this.#body;
    if (body === undefined) {
      this.#begin(text);
      // NEM12 has no header: its first line is a row.
      return this.#body?.ragged === true ? this.#rows(this.#body, text) : [];
    }
    return this.#rows(body, text);
  }

  /** A line that cannot be read: counted, so that the lines after it keep their numbers. */
  skip(): void {
    this.#line++;
  }

  /**
   * The rows that were held back, when no other line follows.
   *
   * @throws UserError for a file without a header
   */
  end(): RowOrFault[] {
    if (this.#body !== undefined) return this.#body.stage.end();
    if (this.#preamble.length > 0) throw this.#noHeader();
    throw fault({ source: this.#source, line: 1 }, "the file is empty");
  }

  #rows(body: BodyReader, text: string): RowOrFault[] {
    const rows: RowOrFault[] = [];
    const give = (row: RowOrFault) => {
      if (row instanceof UserError && !(row instanceof RowFault)) rows.push(row);
      else for (const each of body.stage.take(row)) rows.push(each);
    };
    try {
      for (const row of body.read(this.#row(text, body.ragged))) give(row);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      give(error);
    }
    return rows;
  }

  #row(text: string, ragged: boolean): CsvRow {
    const place = { source: this.#source, line: this.#line };
    const fields = fieldsOf(text, this.#separator ?? ",", place);
    if (ragged) return { line: this.#line, fields };
    const extra = fields.findIndex((field, index) => index >= this.#columns && field !== "");
    if (extra < 0) return { line: this.#line, fields };
    const problem = `is one too many: the header has ${String(this.#columns)} columns`;
    throw fault({ ...place, column: String(extra + 1) }, problem);
  }

  /** Looks at a line before the header is known. */
  #begin(text: string): void {
    const source = this.#source;
    const [, separator] = /^"?sep=(.)"?\s*$/i.exec(text) ?? [];
    if (this.#separator === undefined && separator !== undefined) {
      this.#separator = separator;
      return;
    }
    const place = { source, line: this.#line };
    if (/^\s*</.test(text)) throw fault({ source }, "is XML: only a whole file of Green Button data is read as such");
    if (Nem12Reader.begins(text)) {
      if (this.#kind === "prices") throw fault(place, "is a file of meters (NEM12), not of prices");
      this.#body = new Nem12Reader(source, this.#options);
      return;
    }
    this.#separator ??= separatorOf(text);
    const row = { line: this.#line, fields: fieldsOf(text, this.#separator, place) };
    const isFirst = this.#preamble.length === 0;
    if (this.#isPreamble(row, isFirst ? text : undefined)) {
      this.#preamble.push(row);
      if (this.#preamble.length > LONGEST_PREAMBLE) throw this.#noHeader();
      return;
    }
    this.#columns = row.fields.length;
    this.#body = this.#bodyOf(row);
  }

  /** Whether a line stands before the header: its first one says of which format the file is. */
  #isPreamble({ fields }: CsvRow, first: string | undefined): boolean {
    if (first !== undefined) return FORMAT_TABLES.some(({ preamble }) => preamble?.test(first) === true);
    const names = fields.map(plainName);
    return !FORMAT_TABLES.some(
      ({ preamble, columns }) =>
        preamble !== undefined && [columns.time, columns.value].every((each) => names.some((name) => each.test(name))),
    );
  }

  #bodyOf(header: CsvRow): BodyReader {
    const source = this.#source;
    const options = this.#options;
    const said = formatSaid(options.columns, header, source, this.#kind);
    const wide = said === undefined && this.#kind === "meters" ? wideDaysOf(header) : undefined;
    if (wide !== undefined) return new WideDaysReader(source, wide, options);
    const table = recognised(header, this.#kind, source, said);
    const unit = table.format.unit ?? this.#unitBefore();
    return new TableReader(source, { ...table, format: { ...table.format, unit } }, options);
  }

  /** The unit that the lines before the header tell, as Enedis's do: a line of names and one of values. */
  #unitBefore() {
    const [names, values] = this.#preamble;
    const index = names?.fields.findIndex((name) => plainName(name) === "unite") ?? -1;
    return unitNamed(values?.fields[index]);
  }

  #noHeader(): UserError {
    return fault({ source: this.#source, line: this.#line }, "no header of a format that is known follows");
  }
}
