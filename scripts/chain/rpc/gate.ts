/** Lets a few through at a time; the others wait in their order. */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param width - how many may be inside at once, at least 1 */
  constructor(width: number) {
    this.#free = width;
  }

  async pass<Told>(work: () => Promise<Told>): Promise<Told> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
