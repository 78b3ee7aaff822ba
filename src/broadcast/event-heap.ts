/** Events in a binary heap, the earliest on top; those of the same time in the order in which they were pushed. */
export class EventHeap {
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

/** The numbers of an array at the start of a larger one. */
export function enlarged<Numbers extends Float64Array | Int32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
