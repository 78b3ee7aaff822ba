import { EventHeap } from "./event-heap.js";
import { EventList } from "./event-list.js";
import { SortedOrder } from "./sorted-order.js";

/** The time that all pending events span is sorted in about so many parts: fewer are more often overtaken by late events. */
const PARTS = 3;
/** So few pending events are sorted at once. */
const FEW = 64;

/**
 * Events in the order of their time, those of the same time in the order in which they were pushed.
 *
 * Events far ahead wait unsorted. When the near ones are used up, the next part of the far ones is sorted by radix; what is
 * pushed into that part later goes to a heap. In a network, where most delays are longer than a part, that is little. So an
 * event costs nearly the same whether 3,000 or 100,000 are pending, and memory is read mostly in the order in which it lies,
 * which a heap of them all cannot offer.
 */
export class EventQueue {
  /** The event taken last. */
  time = 0;
  code = 0;
  from = 0;
  /** Events up to `#end` in their order, of which `#taken` are taken. */
  readonly #near = new EventList();
  readonly #unsorted = new EventList();
  readonly #order = new SortedOrder();
  #taken = 0;
  #end = -Infinity;
  /** Events up to `#end` that were pushed after the near ones had been sorted. */
  readonly #late = new EventHeap();
  /** Events after `#end`. */
  readonly #far = new EventList();

  /**
   * @param time - at least 0, and not before the event taken last
   * @param code - what happens, and `from`, whatever belongs to it
   */
  push(time: number, code: number, from: number): void {
    if (time > this.#end) this.#far.add(time, code, from);
    else this.#late.push(time, code, from);
  }

  /** Takes the earliest event into `time`, `code` and `from`; false when there is none. */
  pop(): boolean {
    const near = this.#near;
    const late = this.#late;
    if (this.#taken === near.length && late.length === 0 && !this.#refill()) return false;
    if (late.length > 0 && (this.#taken === near.length || late.earliest < (near.times[this.#taken] as number))) {
      late.pop();
      this.time = late.time;
      this.code = late.code;
      this.from = late.from;
    } else {
      const index = this.#taken++;
      this.time = near.times[index] as number;
      this.code = near.codes[index] as number;
      this.from = near.froms[index] as number;
    }
    return true;
  }

  #refill(): boolean {
    const [start, end] = this.#far.span();
    this.#end = this.#far.length <= FEW ? end : start + (end - start) / PARTS;
    this.#unsorted.length = 0;
    this.#taken = 0;
    this.#far.moveUpTo(this.#end, this.#unsorted);
    this.#order.sort(this.#unsorted.times, this.#unsorted.length);
    this.#near.take(this.#unsorted, this.#order.indices);
    return this.#near.length > 0;
  }
}
