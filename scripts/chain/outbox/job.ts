import { ErrandRefused, type Errand, type ErrandEnd } from "./outbox.js";

/** How often the node may refuse an errand for reasons that no waiting mends. */
const MOST_REFUSALS = 3;

/** An errand on its way, and whoever waits for its end. */
export class Job {
  readonly errand: Errand;
  readonly ended: Promise<ErrandEnd>;
  readonly #resolve: (end: ErrandEnd) => void;
  readonly #reject: (reason: unknown) => void;
  #refusals = 0;

  constructor(errand: Errand) {
    this.errand = errand;
    const { promise, resolve, reject } = Promise.withResolvers<ErrandEnd>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  end(end: ErrandEnd): void {
    this.#resolve(end);
  }

  fail(reason: unknown): void {
    this.#reject(reason);
  }

  /** Takes note of a refusal. @returns whether that was the last that it may have, and the errand has failed */
  refused(problem: string): boolean {
    if (++this.#refusals < MOST_REFUSALS) return false;
    this.#reject(new ErrandRefused(`${this.errand.step}: the node refuses the transaction: ${problem}`));
    return true;
  }

  /** Asks whether the errand is still to be done; ends it when it is not. */
  async stillNeeded(): Promise<boolean> {
    const needed = await this.errand.needed();
    if (!needed) this.#resolve({ kind: "not needed" });
    return needed;
  }
}
