import { enlarged } from "./event-heap.js";

/** Events in the order in which they were added, as a struct of arrays that grow and stay: no event is an object of its own. */
export class EventList {
  length = 0;
  times = new Float64Array(1024);
  codes = new Int32Array(1024);
  froms = new Int32Array(1024);

  add(time: number, code: number, from: number): void {
    if (this.length === this.times.length) this.#grow();
    this.times[this.length] = time;
    this.codes[this.length] = code;
    this.froms[this.length] = from;
    this.length++;
  }

  /** The earliest and the latest time; infinity and minus infinity when there is no event. */
  span(): [number, number] {
    let earliest = Infinity;
    let latest = -Infinity;
    for (let i = 0; i < this.length; i++) {
      const time = this.times[i] as number;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
    }
    return [earliest, latest];
  }

  /** Moves the events up to a time, itself included, to another list; both keep their order. */
  moveUpTo(end: number, other: EventList): void {
    const { length, times, codes, froms } = this;
    this.length = 0;
    for (let i = 0; i < length; i++) {
      const time = times[i] as number;
      (time <= end ? other : this).add(time, codes[i] as number, froms[i] as number);
    }
  }

  /**
   * Becomes another list's events in an order of their places. Copied all at once, they are read later as they lie: one by one
   * they would be looked up here and there, which is slow where there are many.
   */
  take(other: EventList, order: Int32Array): void {
    while (this.times.length < other.length) this.#grow();
    this.length = other.length;
    for (let i = 0; i < other.length; i++) {
      const place = order[i] as number;
      this.times[i] = other.times[place] as number;
      this.codes[i] = other.codes[place] as number;
      this.froms[i] = other.froms[place] as number;
    }
  }

  #grow(): void {
    const size = 2 * this.times.length;
    this.times = enlarged(this.times, new Float64Array(size));
    this.codes = enlarged(this.codes, new Int32Array(size));
    this.froms = enlarged(this.froms, new Int32Array(size));
  }
}
