import type { CsvRow } from "../csv.js";
import { atRow, fault, shown } from "../fault.js";
import type { Stamps } from "../timed-rows.js";
import type { TimeRead } from "../timestamp.js";
import { Zone } from "../zone.js";
import { fileStem } from "./file-stem.js";
import { PowerStage } from "./power-stage.js";
import { amountOf, isPower, priceOf, unitNamed } from "./quantity.js";
import type { ReadOptions } from "./read-options.js";
import { RegisterStage } from "./register-stage.js";
import { RowClock } from "./row-clock.js";
import { PLAIN_STAGE, type RowStage, type TimedValue } from "./stage.js";
import type { FoundColumns } from "./recognise.js";
import { type TableFormat, type Unit, UNITS } from "./table-format.js";

/** A table's format with the place of its columns. */
export interface RecognisedTable {
  readonly format: TableFormat;
  readonly header: CsvRow;
  readonly columns: FoundColumns;
}

/** Reads the rows of a table, see {@link TableFormat}. */
export class TableReader {
  readonly #source: string;
  readonly #table: RecognisedTable;
  readonly #options: ReadOptions;
  readonly #clock: RowClock;
  readonly #stem: string;
  /** Undefined for prices, and where each row has its own. */
  readonly #unit: Unit | undefined;
  readonly #values: readonly number[];
  /** What is the same in all rows so far, by column. */
  readonly #same = new Map<number, string>();
  readonly stage: RowStage;
  readonly ragged = false;

  /** @throws UserError if nothing says the unit, or what was said contradicts the format */
  constructor(source: string, table: RecognisedTable, options: ReadOptions) {
    const { format } = table;
    this.#source = source;
    this.#table = table;
    this.#options = options;
    this.#stem = fileStem(source);
    this.#unit = this.#unitSaid();
    this.#values = this.#valueColumns();
    this.#clock = new RowClock({
      dates: format.dates === "unix" ? "unix" : (options.dates ?? format.dates),
      zone: options.zone ?? (format.zone === undefined ? undefined : new Zone(format.zone)),
      midnight: format.clockTimes === true ? options.midnight : NaN,
      wholeMinutes: format.wholeMinutes === true,
    });
    this.stage = this.#nextStage();
  }

  /** What the file was taken for, in a few words; empty for Wattlane's own format, if nothing else was said. */
  get taken(): string {
    const { format, columns } = this.#table;
    const { decimal = format.decimal, zone } = this.#options;
    const zoneName = zone?.name ?? format.zone;
    const isRegister = this.stage instanceof RegisterStage;
    if (format.isOwn === true && zone === undefined && decimal === undefined) return "";
    const words = [
      ...(this.#unit === undefined ? [] : [this.#unit]),
      ...(isRegister ? ["differences of a register"] : []),
      ...(this.#values === columns.returned ? ["what was fed in"] : []),
      ...(zoneName === undefined ? [] : [`times without a zone are of ${zoneName}`]),
      ...(decimal === "comma" ? ["decimal comma"] : []),
    ];
    return words.length === 0 ? format.name : `${format.name}: ${words.join("; ")}`;
  }

  get timeColumn(): string {
    const { header, columns } = this.#table;
    return header.fields[columns.time] ?? "";
  }

  get stamps(): Stamps {
    return this.#options.stamps ?? this.#table.format.stamps ?? "start";
  }

  /**
   * A row's time and value; nothing for a row that is none.
   *
   * @throws UserError naming line and column of what cannot be read; a RowFault if only the value cannot
   */
  read(row: CsvRow): TimedValue[] {
    const { format, columns } = this.#table;
    const { nothing } = format;
    if (nothing !== undefined && this.#values.every((index) => nothing.test(row.fields[index] ?? ""))) return [];
    for (const index of columns.same) this.#requireSame(row, index);
    const meter = this.#meter(row);
    const [start, end] = this.#times(row, meter);
    const delay = format.registerDelay ?? 0;
    const time = {
      meter,
      startSeconds: start.startSeconds + delay,
      offsetSeconds: start.offsetSeconds,
      line: row.line,
      ...(end === undefined ? {} : { endSeconds: end }),
    };
    return [[time, atRow(time, () => this.#value(row))]];
  }

  #meter(row: CsvRow): string {
    const { kind } = this.#table.format;
    if (kind === "prices") return "";
    const { meter } = this.#table.columns;
    return meter === undefined ? this.#stem : this.#field(row, meter) || this.#fail(row, meter, "is empty");
  }

  #times(row: CsvRow, meter: string): [TimeRead, number | undefined] {
    const { format, columns } = this.#table;
    const { time, clock, end, endClock } = columns;
    const date = this.#field(row, time);
    const text = clock === undefined ? date : `${date} ${this.#field(row, clock)}`;
    const [from = "", to] = format.range === true ? text.split(/\s+-\s+/) : [text];
    const start = this.#clock.start(from, meter);
    if (typeof start === "string") return this.#fail(row, time, start);
    const endText =
      end !== undefined ? this.#field(row, end) : endClock === undefined ? to : `${date} ${this.#field(row, endClock)}`;
    if (endText === undefined || endText === "") return [start, undefined];
    const ended = this.#clock.end(endText, start, format.endDelay);
    return typeof ended === "string" ? this.#fail(row, end ?? endClock ?? time, ended) : [start, ended];
  }

  #value(row: CsvRow): bigint {
    let sum = 0n;
    const unit = this.#unit ?? this.#unitOf(row);
    const sign = this.#options.decimal ?? this.#table.format.decimal;
    for (const index of this.#values) {
      const text = this.#field(row, index);
      const value = unit === undefined ? priceOf(text, sign) : amountOf(text, unit, sign);
      if (typeof value === "string") return this.#fail(row, index, value);
      sum += value;
    }
    return sum;
  }

  #unitOf(row: CsvRow): Unit | undefined {
    const index = this.#table.columns.unit;
    if (index === undefined) return undefined;
    const text = this.#field(row, index);
    const unit = unitNamed(text);
    if (unit !== undefined && !isPower(unit)) return unit;
    return this.#fail(row, index, `${shown(text)} is no unit of energy: Wh, kWh, MWh`);
  }

  #requireSame(row: CsvRow, index: number): void {
    const text = this.#field(row, index);
    const first = this.#same.get(index);
    if (first === undefined) this.#same.set(index, text);
    else if (first !== text)
      this.#fail(row, index, `is ${shown(text)}, and rows before have ${shown(first)}: give a file of one of them`);
  }

  #field(row: CsvRow, index: number): string {
    return row.fields[index] ?? this.#fail(row, index, "is missing");
  }

  #fail(row: CsvRow, index: number, problem: string): never {
    throw fault({ source: this.#source, line: row.line, column: this.#table.header.fields[index] }, problem);
  }

  #unitSaid(): Unit | undefined {
    const { format, columns, header } = this.#table;
    const { unit } = this.#options;
    if (format.kind === "prices" || columns.unit !== undefined) return undefined;
    const place = { source: this.#source, line: header.line };
    if (unit !== undefined && format.unit !== undefined && unit !== format.unit && format.unitByHabit !== true)
      throw fault(place, `${format.name}: is in ${format.unit}, and --unit says ${unit}`);
    const known = unit ?? format.unit;
    const choices = UNITS.filter((each) => format.register !== "always" || !isPower(each)).join(", ");
    if (known === undefined) {
      const register = format.register === undefined ? "" : "; energy is then taken for a register's readings";
      throw fault(place, `${format.name}: the file does not say its unit: say --unit, one of ${choices}${register}`);
    }
    if (format.register === "always" && isPower(known))
      throw fault(place, `${format.name}: is read as a register, and --unit ${known} is power: it may be ${choices}`);
    return known;
  }

  #valueColumns(): readonly number[] {
    const { format, columns, header } = this.#table;
    const { value, returned } = columns;
    const { flow } = this.#options;
    const chosen =
      returned.length > 0 && (flow === "returned" || (flow === undefined && value.length === 0)) ? returned : value;
    const place = { source: this.#source, line: header.line };
    if (chosen.length === 0) throw fault(place, `${format.name} has only what was fed in`);
    if (chosen.length > 1 && format.sum !== true)
      throw fault({ ...place, column: header.fields[chosen[1] ?? 0] }, "is in the header twice");
    return chosen;
  }

  #nextStage(): RowStage {
    const { register, wholeMinutes } = this.#table.format;
    const unit = this.#unit;
    const power = unit !== undefined && isPower(unit);
    if (register === "always" || (register === "energy" && !power))
      return this.#options.rawRegister === true ? PLAIN_STAGE : new RegisterStage(this.#source, wholeMinutes);
    return power ? new PowerStage(this.#source, this.stamps, this.#options.intervalSeconds) : PLAIN_STAGE;
  }
}
