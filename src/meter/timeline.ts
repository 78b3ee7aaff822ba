/** A block is halved when it grows beyond this. */
const LARGEST_BLOCK = 1024;

/** Entries in the order of time, no two at the same, added in any order. */
export class Timeline<Entry extends { readonly start: number }> {
  /** Blocks in order, each sorted: no entry moves more than a block's worth of others. */
  readonly #blocks: Entry[][] = [[]];

  at(start: number): Entry | undefined {
    const { block, index } = this.#firstFrom(start);
    const entry = this.#blocks[block]?.[index];
    return entry?.start === start ? entry : undefined;
  }

  /** The last entry before a time. */
  before(start: number): Entry | undefined {
    const { block, index } = this.#firstFrom(start);
    return index > 0 ? this.#blocks[block]?.[index - 1] : this.#blocks[block - 1]?.at(-1);
  }

  /** The first entry after a time. */
  after(start: number): Entry | undefined {
    for (const entry of this.from(start)) if (entry.start > start) return entry;
    return undefined;
  }

  /** The entries at a time and after it, in order. */
  *from(start: number): Generator<Entry> {
    const first = this.#firstFrom(start);
    for (let { block, index } = first; block < this.#blocks.length; block++, index = 0) {
      const entries = this.#blocks[block] ?? [];
      for (; index < entries.length; index++) yield entries[index] as Entry;
    }
  }

  /** Adds an entry at a time that has none. */
  add(entry: Entry): void {
    const { block, index } = this.#firstFrom(entry.start);
    const entries = this.#blocks[block] ?? [];
    entries.splice(index, 0, entry);
    if (entries.length <= LARGEST_BLOCK) return;
    this.#blocks.splice(block + 1, 0, entries.splice(entries.length / 2));
  }

  remove({ start }: Entry): void {
    const { block, index } = this.#firstFrom(start);
    const entries = this.#blocks[block];
    entries?.splice(index, 1);
    if (entries?.length === 0 && this.#blocks.length > 1) this.#blocks.splice(block, 1);
  }

  /** Where the first entry is, or would be added, that is not before a time. */
  #firstFrom(start: number): { block: number; index: number } {
    const block = lowest(this.#blocks.length - 1, (i) => (this.#blocks[i]?.at(-1)?.start ?? Infinity) >= start);
    const entries = this.#blocks[block] ?? [];
    return { block, index: lowest(entries.length, (i) => (entries[i]?.start ?? Infinity) >= start) };
  }
}

/** The lowest number below `end` from which on something holds; `end` where it holds for none. */
function lowest(end: number, holds: (i: number) => boolean): number {
  let [from, to] = [0, end];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
