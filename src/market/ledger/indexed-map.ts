/** Names, for each index, the keys under which a value is found. */
export type IndexKeys<Value, Index extends string> = Readonly<Record<Index, (value: Value) => readonly string[]>>;

/**
 * A map whose values are found under further keys, too. Values are replaced, never changed, and each replacement can be
 * taken back.
 */
export class IndexedMap<Value, Index extends string = never> {
  readonly #values = new Map<string, Value>();
  readonly #indexes: ReadonlyMap<Index, Map<string, Set<string>>>;
  readonly #keysOf: IndexKeys<Value, Index>;
  readonly #changed: (undo: () => void) => void;

  /** @param changed - told of every change, with what takes it back */
  constructor(keysOf: IndexKeys<Value, Index>, changed: (undo: () => void) => void) {
    this.#keysOf = keysOf;
    this.#indexes = new Map((Object.keys(keysOf) as Index[]).map((index) => [index, new Map()]));
    this.#changed = changed;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** All values, in the order in which they first came. */
  values(): IteratorObject<Value, undefined> {
    return this.#values.values();
  }

  /** The values under a key of an index, in no order. */
  under(index: Index, key: string): Value[] {
    const keys = this.#indexes.get(index)?.get(key) ?? [];
    return Array.from(keys, (found) => this.#values.get(found) as Value);
  }

  /** The keys of an index that have values. */
  keysOf(index: Index): string[] {
    return Array.from(this.#indexes.get(index)?.keys() ?? []);
  }

  set(key: string, value: Value): void {
    const before = this.#values.get(key);
    this.#replace(key, before, value);
    this.#changed(() => {
      this.#replace(key, value, before);
    });
  }

  #replace(key: string, before: Value | undefined, value: Value | undefined): void {
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
