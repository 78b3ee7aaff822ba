import type { CsvRow } from "../csv.js";
import { startOfDate } from "../date-time.js";
import { fault, RowFault, type RowTime, shown } from "../fault.js";
import type { Stamps } from "../timed-rows.js";
import { Zone } from "../zone.js";
import { amountOf, isPower, unitNamed } from "./quantity.js";
import type { ReadOptions } from "./read-options.js";
import type { RowOrFault, RowStage } from "./stage.js";
import type { Unit } from "./table-format.js";

/** A channel of a meter: the record 200. */
interface Channel {
  readonly meter: string;
  /** Undefined for what is no energy, or not wanted. */
  readonly unit: Unit | undefined;
  readonly intervalSeconds: number;
}

const DAY_MINUTES = 1440;

/**
 * Reads NEM12, the file of Australian meters: records by their first field, 200 a channel, 300 a day of it, 400 the
 * quality of some of its intervals. Times are the market's, ten hours ahead of UTC all year. Channels E are energy
 * delivered to the meter, B energy fed in; others, such as reactive energy, are passed over.
 */
export class Nem12Reader {
  readonly ragged = true;
  readonly timeColumn = "2";
  readonly stamps: Stamps = "start";
  readonly stage: RowStage;
  readonly #source: string;
  readonly #zone: Zone;
  readonly #wanted: "B" | "E";
  #channel: Channel | undefined;
  /** The day of the last record 300, held until it is known which of its intervals have no data. */
  #day: RowOrFault[] = [];

  constructor(source: string, { zone, flow }: ReadOptions) {
    this.#source = source;
    this.#zone = zone ?? new Zone("+10:00");
    this.#wanted = flow === "returned" ? "B" : "E";
    this.stage = { take: (row) => [row], end: () => this.#flushed() };
  }

  /** Whether a file begins as NEM12 does. */
  static begins(line: string): boolean {
    return /^"?100"?,"?NEM12\b|^200,[^,]+,[^,]*,[^,]*,[A-Z]\w,/.test(line);
  }

  get taken(): string {
    const what = this.#wanted === "B" ? "what was fed in (B)" : "what was delivered (E)";
    return `NEM12: ${what}; times are of ${this.#zone.name}`;
  }

  read(row: CsvRow): RowOrFault[] {
    const [record = ""] = row.fields;
    if (record === "400") {
      this.#dropMissing(row);
      return [];
    }
    const rows = this.#flushed();
    if (record === "200") this.#channel = this.#channelOf(row);
    else if (record === "300") this.#day = this.#dayOf(row);
    else if (!["100", "500", "550", "900"].includes(record))
      throw fault(this.#place(row), `${shown(record)} is no record of NEM12`);
    return rows;
  }

  #flushed(): RowOrFault[] {
    const rows = this.#day;
    this.#day = [];
    return rows.filter((row) => row !== NO_DATA);
  }

  #channelOf(row: CsvRow): Channel {
    const [, nmi = "", , , suffix = "", , , unitText = "", lengthText = ""] = row.fields;
    const minutes = Number(lengthText);
    if (nmi === "") throw fault({ ...this.#place(row), column: "2" }, "is empty");
    if (!(Number.isInteger(minutes) && minutes > 0 && DAY_MINUTES % minutes === 0))
      throw fault({ ...this.#place(row), column: "9" }, `${shown(lengthText)} is no length of an interval in minutes`);
    const unit = unitNamed(unitText);
    const wanted = suffix.startsWith(this.#wanted) && unit !== undefined && !isPower(unit);
    const meter = suffix.endsWith("1") ? nmi : `${nmi}-${suffix}`;
    return { meter, unit: wanted ? unit : undefined, intervalSeconds: minutes * 60 };
  }

  #dayOf(row: CsvRow): RowOrFault[] {
    const channel = this.#channel;
    const place = this.#place(row);
    if (channel === undefined) throw fault(place, "is a day without a channel (200) before it");
    const { meter, unit, intervalSeconds } = channel;
    if (unit === undefined) return [];
    const [, date = ""] = row.fields;
    const local = startOfDate(date.slice(0, 4), date.slice(4, 6), date.slice(6));
    const [midnight] = local === undefined || date.length !== 8 ? [] : this.#zone.instants(local);
    if (midnight === undefined) throw fault({ ...place, column: "2" }, `${shown(date)} is not a day such as 20250618`);
    const intervals = (DAY_MINUTES * 60) / intervalSeconds;
    const quality = row.fields[2 + intervals];
    if (quality === undefined || !/^[AEFNSV]/.test(quality))
      throw fault(place, `does not have ${String(intervals)} values and then their quality`);
    const offsetSeconds = this.#zone.offsetAt(midnight);
    return Array.from({ length: intervals }, (_, index) => {
      const startSeconds = midnight + index * intervalSeconds;
      const time: RowTime = {
        meter,
        startSeconds,
        endSeconds: startSeconds + intervalSeconds,
        offsetSeconds,
        line: row.line,
      };
      if (quality.startsWith("N")) return NO_DATA;
      const value = amountOf(row.fields[2 + index] ?? "", unit, undefined);
      if (typeof value === "bigint") return [time, value];
      return new RowFault(fault({ ...place, column: String(3 + index) }, value), time);
    });
  }

  /** Record 400: intervals from one to another, counted from 1, whose quality N means that there is no reading. */
  #dropMissing({ fields }: CsvRow): void {
    const [, from = "", to = "", quality = ""] = fields;
    if (quality.startsWith("N")) this.#day.fill(NO_DATA, Number(from) - 1, Number(to));
  }

  #place({ line }: CsvRow) {
    return { source: this.#source, line };
  }
}

/** Stands for an interval without a reading. */
const NO_DATA: RowOrFault = [{ meter: "", startSeconds: 0, line: 0 }, 0n];
