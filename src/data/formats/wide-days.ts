import type { CsvRow } from "../csv.js";
import { fault, RowFault, type RowTime } from "../fault.js";
import type { Stamps } from "../timed-rows.js";
import { DAY_SECONDS } from "../timestamp.js";
import { fileStem } from "./file-stem.js";
import { PowerStage } from "./power-stage.js";
import { amountOf, isPower } from "./quantity.js";
import type { ReadOptions } from "./read-options.js";
import { RowClock } from "./row-clock.js";
import { PLAIN_STAGE, type RowOrFault, type RowStage } from "./stage.js";
import { plainName, type Unit, UNITS } from "./table-format.js";

/** A table with a row for each day and a column for each interval of it. */
interface WideDays {
  readonly header: CsvRow;
  readonly date: number;
  readonly meter: number | undefined;
  /** The column of the day's first interval; the others follow it. */
  readonly first: number;
  readonly intervals: number;
}

const CLOCK = /^(\d{1,2}):(\d\d)(?::00)?(?:\s*-\s*\d{1,2}:\d\d(?::00)?)?$/;
const DATE = /^(?:(?:reading |read |settlement )?date|day|datum|dato|tag)$/;
const METER = /^(?:meter|meter id|id|mpan|nmi|name|zahler)$/;
/** A day of two-hour intervals; fewer times in a header are something else. */
const FEWEST = 12;

/** The columns of a table of days; undefined if it is none. Times may be the starts or the ends of intervals. */
export function wideDaysOf(header: CsvRow): WideDays | undefined {
  const seconds = header.fields.map((name) => {
    const [, hours, minutes] = CLOCK.exec(name) ?? [];
    return hours === undefined ? NaN : Number(hours) * 3600 + Number(minutes) * 60;
  });
  const first = seconds.findIndex((each) => !Number.isNaN(each));
  const intervals = seconds.filter((each) => !Number.isNaN(each)).length;
  const step = DAY_SECONDS / intervals;
  if (intervals < FEWEST || (seconds[first] !== 0 && seconds[first] !== step)) return undefined;
  const from = seconds[first];
  const even = Array.from({ length: intervals }, (_, index) => (from + index * step) % DAY_SECONDS);
  if (even.some((each, index) => each !== (seconds[first + index] ?? NaN) % DAY_SECONDS)) return undefined;
  const names = header.fields.map(plainName);
  const date = names.findIndex((name) => DATE.test(name));
  const meter = names.findIndex((name) => METER.test(name));
  return date < 0 ? undefined : { header, date, meter: meter < 0 ? undefined : meter, first, intervals };
}

/** Reads tables of days. */
export class WideDaysReader {
  readonly stage: RowStage;
  readonly ragged = false;
  readonly stamps: Stamps = "start";
  readonly #source: string;
  readonly #table: WideDays;
  readonly #options: ReadOptions;
  readonly #unit: Unit;
  readonly #clock: RowClock;

  /** @throws UserError if nothing says the unit */
  constructor(source: string, table: WideDays, options: ReadOptions) {
    const { unit, dates, zone } = options;
    if (unit === undefined) {
      const place = { source, line: table.header.line };
      throw fault(place, `a table of days does not say its unit: say --unit ${UNITS.join(", ")}`);
    }
    this.#source = source;
    this.#table = table;
    this.#options = options;
    this.#unit = unit;
    this.#clock = new RowClock({ dates, zone, midnight: NaN, wholeMinutes: false });
    this.stage = isPower(unit) ? new PowerStage(source, "start", undefined) : PLAIN_STAGE;
  }

  get taken(): string {
    const { intervals } = this.#table;
    return `a table of days, a column for each of ${String(intervals)} intervals: ${this.#unit}`;
  }

  get timeColumn(): string {
    const { header, date } = this.#table;
    return header.fields[date] ?? "";
  }

  /** A day's intervals. Those that the clock skips in spring may be empty or 0. */
  *read({ line, fields }: CsvRow): Generator<RowOrFault> {
    const { date, meter, first, intervals } = this.#table;
    const step = DAY_SECONDS / intervals;
    const place = { source: this.#source, line };
    const name = meter === undefined ? fileStem(this.#source) : (fields[meter] ?? "");
    if (name === "") throw fault({ ...place, column: "meter" }, "is empty");
    for (let index = 0; index < intervals; index++) {
      const text = fields[first + index] ?? "";
      const start = this.#clock.start(`${fields[date] ?? ""} ${clockText(index * step)}`, name);
      if (typeof start === "string") {
        // Every interval of the day would say the same.
        if (index === 0) throw fault({ ...place, column: this.timeColumn }, start);
        if (/^[0.,]*$/.test(text)) continue;
        yield fault({ ...place, column: this.#nameOf(first + index) }, start);
        continue;
      }
      const time: RowTime = { ...start, meter: name, line, endSeconds: start.startSeconds + step };
      const value = amountOf(text, this.#unit, this.#options.decimal);
      if (typeof value === "bigint") yield [time, value];
      else yield new RowFault(fault({ ...place, column: this.#nameOf(first + index) }, value), time);
    }
  }

  #nameOf(index: number): string | undefined {
    return this.#table.header.fields[index];
  }
}

/** Seconds of the day as `hh:mm`. */
function clockText(seconds: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}`;
}
