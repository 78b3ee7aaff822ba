import { fault, RowFault, type RowTime } from "../fault.js";
import { commonStep } from "../row-lengths.js";
import type { Stamps } from "../timed-rows.js";
import { duration } from "../timestamp.js";
import type { RowOrFault, RowStage, TimedValue } from "./stage.js";

/** Rows looked at before it is decided how long intervals are. */
const ROWS_LOOKED_AT = 1000;

/** Makes energy of mean power: microwatts times the interval's seconds are microjoules. */
export class PowerStage implements RowStage {
  readonly #source: string;
  readonly #stamps: Stamps;
  #length: number | undefined;
  #held: (TimedValue | RowFault)[] = [];
  readonly #last = new Map<string, number>();

  /**
   * @param intervalSeconds - how long power lasts; without it the most frequent step of the first rows
   * @param stamps - what a row's time is
   */
  constructor(source: string, stamps: Stamps, intervalSeconds: number | undefined) {
    this.#source = source;
    this.#stamps = stamps;
    this.#length = intervalSeconds;
  }

  take(row: TimedValue | RowFault): RowOrFault[] {
    const { startSeconds, endSeconds } = timeOf(row);
    if (endSeconds !== undefined)
      return [row instanceof RowFault ? row : [row[0], row[1] * BigInt(endSeconds - startSeconds)]];
    if (this.#length !== undefined) return [this.#energy(row, this.#length)];
    this.#held.push(row);
    return this.#held.length < ROWS_LOOKED_AT ? [] : this.end();
  }

  end(): RowOrFault[] {
    const held = this.#held;
    const [first] = held;
    this.#held = [];
    if (first === undefined) return [];
    const times = new Map<string, number[]>();
    for (const { meter, startSeconds } of held.map(timeOf)) {
      const own = times.get(meter);
      if (own === undefined) times.set(meter, [startSeconds]);
      else own.push(startSeconds);
    }
    const length = commonStep(Array.from(times.values(), (each) => [...new Set(each)].sort((a, b) => a - b)));
    if (length === undefined) {
      return [
        fault(
          { source: this.#source, line: timeOf(first).line },
          "a single row of power: nothing says how long it lasted",
        ),
      ];
    }
    this.#length = length;
    return held.map((row) => this.#energy(row, length));
  }

  #energy(row: TimedValue | RowFault, length: number): RowOrFault {
    const time = timeOf(row);
    const last = this.#last.get(time.meter);
    this.#last.set(time.meter, time.startSeconds);
    const step = last === undefined ? length : Math.abs(time.startSeconds - last);
    if (step !== 0 && step < length) return this.#tooNear(time, step, length);
    if (row instanceof RowFault) return row;
    const startSeconds = this.#stamps === "end" ? time.startSeconds - length : time.startSeconds;
    return [{ ...time, startSeconds, endSeconds: startSeconds + length }, row[1] * BigInt(length)];
  }

  #tooNear({ line }: RowTime, step: number, length: number): RowOrFault {
    const problem = `stands ${duration(step)} from the row before, and power is the mean of ${duration(length)}`;
    return fault({ source: this.#source, line }, `${problem}: give a file in which the step stays the same`);
  }
}

function timeOf(row: TimedValue | RowFault): RowTime {
  return row instanceof RowFault ? row.row : row[0];
}
