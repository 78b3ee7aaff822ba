/** Up to this many values, inserting them one by one is faster. */
const FEW = 40;

/** Numbers in ascending order, equal ones in the order in which they stand, at the same cost for each however many there are. */
export class SortedOrder {
  /** Places of the values sorted last, the smallest first. */
  indices = new Int32Array(1024);
  #scratch = new Int32Array(1024);
  readonly #counts = new Int32Array(8 * 256);

  /** @param values - the first `length` count, each 0 or positive: such numbers are in order when their bits are */
  sort(values: Float64Array, length: number): void {
    if (this.indices.length < length) {
      this.indices = new Int32Array(values.length);
      this.#scratch = new Int32Array(values.length);
    }
    if (length <= FEW) this.#insert(values, length);
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

  /** By one byte after the other, the least first; a byte that is the same in all values is passed over. */
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
