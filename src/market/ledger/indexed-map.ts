/** The keys of a value in each index. */
type IndexKeys<T, Index extends string> = Readonly<Record<Index, (value: T) => readonly string[]>>;

/**
 * A map with further indexes. Values are replaced, never changed, and each replacement can be undone.
 */
export class IndexedMap<T, Index extends string = never> {
  readonly #values = new Map<string, T>();
  readonly #indexes: ReadonlyMap<Index, Map<string, Set<string>>>;
  readonly #keysOf: IndexKeys<T, Index>;
  readonly #changed: (undo: () => void) => void;

  /** @param changed - called after each change with a function that undoes it */
  constructor(keysOf: IndexKeys<T, Index>, changed: (undo: () => void) => void) {
    this.#keysOf = keysOf;
    this.#indexes = new Map((Object.keys(keysOf) as Index[]).map((index) => [index, new Map()]));
    this.#changed = changed;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  /** All values, in the order of their first insertion. */
  values(): IteratorObject<T, undefined> {
    return this.#values.values();
  }

  /** The values under a key of an index, in no particular order. */
  under(index: Index, key: string): T[] {
    const keys = this.#indexes.get(index)?.get(key) ?? [];
    return Array.from(keys, (found) => this.#values.get(found) as T);
  }

  /** The keys of an index that have values. */
  keysOf(index: Index): string[] {
    return Array.from(this.#indexes.get(index)?.keys() ?? []);
  }

  set(key: string, value: T): void {
    const before = this.#values.get(key);
    this.#replace(key, before, value);
    this.#changed(() => {
      this.#replace(key, value, before);
    });
  }

  #replace(key: string, before: T | undefined, value: T | undefined): void {
    for (const [index, sets] of this.#indexes) {
      const keys = this.#keysOf[index];
      for (const old of before === undefined ? [] : keys(before)) {
        const set = sets.get(old);
        set?.delete(key);
        if (set?.size === 0) sets.delete(old);
      }
      for (const found of value === undefined ? [] : keys(value)) {
        const set = sets.get(found) ?? new Set();
        sets.set(found, set.add(key));
      }
    }
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }
}
