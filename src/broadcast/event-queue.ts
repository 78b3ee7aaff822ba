/** The span of all pending events is sorted in this many parts; with fewer, more events come late. */
const PARTS = 3;
/** Up to this many pending events are sorted at once. */
const FEW_EVENTS = 64;

/**
 * Events by time; those of the same time in the order in which they were pushed.
 *
 * Far events wait unsorted. When the near ones are used up, the next part of the far ones is sorted by radix; events
 * that are pushed into that part later go to a heap. They are few, since most delays are longer than a part. So an
 * event costs nearly the same whether 3,000 or 100,000 are pending, and memory is read mostly in sequence, unlike in
 * one large heap.
 */
export class EventQueue {
  /** The event taken last. */
  time = 0;
  code = 0;
  from = 0;
  /** Events up to `#end`, sorted; the first `#taken` are taken. */
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
   * @param code - what happens; `from` is passed along with it
   */
  push(time: number, code: number, from: number): void {
    if (time > this.#end) this.#far.add(time, code, from);
    else this.#late.push(time, code, from);
  }

  /** Takes the earliest event into `time`, `code` and `from`; false if there is none. */
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
    this.#end = this.#far.length <= FEW_EVENTS ? end : start + (end - start) / PARTS;
    this.#unsorted.length = 0;
    this.#taken = 0;
    this.#far.moveUpTo(this.#end, this.#unsorted);
    this.#order.sort(this.#unsorted.times, this.#unsorted.length);
    this.#near.take(this.#unsorted, this.#order.indices);
    return this.#near.length > 0;
  }
}

/** Events in the order in which they were added, as a struct of arrays that are reused: an event is not an object. */
class EventList {
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

  /** The earliest and the latest time; infinity and minus infinity if there is no event. */
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

  /** Moves the events up to and including a time to another list; both keep their order. */
  moveUpTo(end: number, other: EventList): void {
    const { length, times, codes, froms } = this;
    this.length = 0;
    for (let i = 0; i < length; i++) {
      const time = times[i] as number;
      (time <= end ? other : this).add(time, codes[i] as number, froms[i] as number);
    }
  }

  /**
   * Replaces the events by another list's in the given order of indices. Copied at once, they are later read in
   * sequence; looking them up one by one is slow where there are many.
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

/** A binary heap of events, the earliest on top; those of the same time in the order in which they were pushed. */
class EventHeap {
  /** The event taken last. */
  time = 0;
  code = 0;
  from = 0;
  length = 0;
  #pushed = 0;
  #times = new Float64Array(1024);
  #orders = new Int32Array(1024);
  #codes = new Int32Array(1024);
  #froms = new Int32Array(1024);

  /** Time of the earliest event; the heap must not be empty. */
  get earliest(): number {
    return this.#times[0] as number;
  }

  push(time: number, code: number, from: number): void {
    if (this.length === this.#times.length) this.#grow();
    if (this.length === 0) this.#pushed = 0;
    let hole = this.length++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if ((this.#times[parent] as number) <= time) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#times[hole] = time;
    this.#orders[hole] = this.#pushed++;
    this.#codes[hole] = code;
    this.#froms[hole] = from;
  }

  /** Takes the earliest event; the heap must not be empty. */
  pop(): void {
    this.time = this.#times[0] as number;
    this.code = this.#codes[0] as number;
    this.from = this.#froms[0] as number;
    const last = --this.length;
    let hole = 0;
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.#before(child + 1, child)) child++;
      if (!this.#before(child, last)) break;
      this.#move(child, hole);
      hole = child;
    }
    this.#move(last, hole);
  }

  #before(a: number, b: number): boolean {
    const difference = (this.#times[a] as number) - (this.#times[b] as number);
    return difference < 0 || (difference === 0 && (this.#orders[a] as number) < (this.#orders[b] as number));
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number;
    this.#orders[to] = this.#orders[from] as number;
    this.#codes[to] = this.#codes[from] as number;
    this.#froms[to] = this.#froms[from] as number;
  }

  #grow(): void {
    this.#times = enlarged(this.#times, new Float64Array(2 * this.length));
    this.#orders = enlarged(this.#orders, new Int32Array(2 * this.length));
    this.#codes = enlarged(this.#codes, new Int32Array(2 * this.length));
    this.#froms = enlarged(this.#froms, new Int32Array(2 * this.length));
  }
}

/** A larger array that starts with the numbers of an array. */
function enlarged<T extends Float64Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** Up to this many values, insertion sort is faster. */
const FEW_VALUES = 40;

/** Sorts numbers by radix, in time proportional to their number; equal ones keep their order. */
class SortedOrder {
  /** Indices of the last sorted values, the smallest first. */
  indices = new Int32Array(1024);
  #scratch = new Int32Array(1024);
  readonly #counts = new Int32Array(8 * 256);

  /** @param values - of which the first `length` count, each at least 0: such doubles sort like their bits */
  sort(values: Float64Array, length: number): void {
    if (this.indices.length < length) {
      this.indices = new Int32Array(values.length);
      this.#scratch = new Int32Array(values.length);
    }
    if (length <= FEW_VALUES) this.#insert(values, length);
    else this.#radix(new Uint8Array(values.buffer, 0, 8 * length), length);
  }

  #insert(values: Float64Array, length: number): void {
    const indices = this.indices;
    for (let i = 0; i < length; i++) {
      const value = values[i] as number;
      let hole = i;
      for (; hole > 0 && (values[indices[hole - 1] as number] as number) > value; hole--) {
        indices[hole] = indices[hole - 1] as number;
      }
      indices[hole] = i;
    }
  }

  /** By one byte after the other, the lowest first; a byte that is equal in all values is skipped. */
  #radix(bytes: Uint8Array, length: number): void {
    const counts = this.#counts.fill(0);
    for (let i = 0; i < bytes.length; i++) {
      const key = ((i & 7) << 8) | (bytes[i] as number);
      counts[key] = (counts[key] as number) + 1;
    }
    for (let i = 0; i < length; i++) this.indices[i] = i;
    for (let byte = 0; byte < 8; byte++) {
      const key = (byte << 8) | (bytes[byte] as number);
      if (counts[key] !== length) this.#sortByByte(bytes, byte, length);
    }
  }

  #sortByByte(bytes: Uint8Array, byte: number, length: number): void {
    const places = this.#counts.subarray(byte << 8, (byte + 1) << 8);
    let place = 0;
    for (let digit = 0; digit < 256; digit++) {
      const count = places[digit] as number;
      places[digit] = place;
      place += count;
    }
    const source = this.indices;
    const target = this.#scratch;
    for (let i = 0; i < length; i++) {
      const index = source[i] as number;
      const digit = bytes[index * 8 + byte] as number;
      const to = places[digit] as number;
      target[to] = index;
      places[digit] = to + 1;
    }
    this.indices = target;
    this.#scratch = source;
  }
}
