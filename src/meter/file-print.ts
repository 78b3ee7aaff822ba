import { createHash, type Hash } from "node:crypto";
import { readSync } from "node:fs";

const BLOCK_BYTES = 1 << 16;

/** What was read of a file, block by block, to tell whether it still begins so. */
export class FilePrint {
  /** Digests of the blocks that are full. */
  readonly #full: string[] = [];
  #open: Hash = digest();
  #bytes = 0;

  /** How much was read. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes what was read next. */
  take(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0;) {
      const part = rest.subarray(0, BLOCK_BYTES - (this.#bytes % BLOCK_BYTES));
      rest = rest.subarray(part.length);
      this.#open.update(part);
      this.#bytes += part.length;
      if (this.#bytes % BLOCK_BYTES > 0) continue;
      this.#full.push(this.#open.digest("base64"));
      this.#open = digest();
    }
  }

  /**
   * Whether a file still has what was read.
   *
   * @param everything - look at all of it; else at its first block and its last two: a file that grows must not cost
   * more the longer it is
   */
  isOf(descriptor: number, everything: boolean): boolean {
    const blocks = [...this.#full, this.#open.copy().digest("base64")];
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
    return blocks.every((block, i) => {
      if (!everything && i > 0 && i < blocks.length - 2) return true;
      const from = i * BLOCK_BYTES;
      const length = Math.min(BLOCK_BYTES, this.#bytes - from);
      const read = readSync(descriptor, buffer, 0, length, from);
      return read === length && digest().update(buffer.subarray(0, read)).digest("base64") === block;
    });
  }
}

function digest(): Hash {
  return createHash("sha256");
}
