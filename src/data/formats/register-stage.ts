import { decimalText } from "../decimal.js";
import { wholeWh } from "../energy.js";
import { fault, RowFault, type RowTime } from "../fault.js";
import { isoInstant } from "../timestamp.js";
import type { RowOrFault, RowStage, TimedValue } from "./stage.js";

/** Makes energy of a register's readings: between two in a row, what it rose by. Rows may be newest first. */
export class RegisterStage implements RowStage {
  readonly #source: string;
  readonly #firstCounts: boolean;
  readonly #last = new Map<string, TimedValue>();

  /** @param firstCounts - whether of readings of one time the first counts, and the others are passed over */
  constructor(source: string, firstCounts = false) {
    this.#source = source;
    this.#firstCounts = firstCounts;
  }

  take(row: TimedValue | RowFault): RowOrFault[] {
    if (row instanceof RowFault) return [row];
    const { meter } = row[0];
    const before = this.#last.get(meter);
    if (before === undefined) {
      this.#last.set(meter, row);
      return [];
    }
    if (before[0].startSeconds === row[0].startSeconds) {
      if (this.#firstCounts || before[1] === row[1]) return [];
      const place = { source: this.#source, line: row[0].line };
      const when = isoInstant(row[0].startSeconds);
      return [fault(place, `the register has two readings at ${when}; line ${String(before[0].line)} has the other`)];
    }
    this.#last.set(meter, row);
    const [earlier, later] = before[0].startSeconds < row[0].startSeconds ? [before, row] : [row, before];
    const time: RowTime = { ...earlier[0], endSeconds: later[0].startSeconds, line: row[0].line };
    const energy = later[1] - earlier[1];
    return [energy < 0n ? this.#fallen(time, earlier[1], later[1]) : [time, energy]];
  }

  end(): RowOrFault[] {
    return [];
  }

  #fallen(time: RowTime, from: bigint, to: bigint): RowFault {
    const kWh = (microjoules: bigint) => `${decimalText(wholeWh(microjoules), 3)} kWh`;
    const problem = `the register falls from ${kWh(from)} to ${kWh(to)}: it rolled over, or the meter was exchanged`;
    return new RowFault(fault({ source: this.#source, line: time.line }, problem), time);
  }
}
