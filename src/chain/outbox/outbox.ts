import type { Receipt } from "../rpc/answers.js";

/** Something to be done on the chain by one transaction. */
export interface Errand {
  /** What it is counted and logged as, such as "settle". */
  readonly step: string;
  readonly to: string;
  /** Calldata, hex. */
  readonly data: string;
  /** Gas limit. */
  readonly gas: bigint;
  /**
   * Asked before the first sending and before each further one: false when somebody else has done it meanwhile.
   * Several instances may run the same errand, so the contract must refuse the second.
   */
  readonly needed: () => Promise<boolean>;
}

/** How an errand ended. */
export type ErrandEnd =
  | { readonly kind: "done"; readonly transactionHash: string; readonly receipt: Receipt }
  | { readonly kind: "reverted"; readonly transactionHash: string; readonly receipt: Receipt }
  | { readonly kind: "not needed" };

/**
 * Brings errands to the chain from one account, many at a time: gives nonces without gaps, raises the fee of what is not
 * mined, sends again what the node lost or a reorganisation undid, and after a restart clears what was under way.
 */
export interface Outbox {
  /**
   * Resolves when the errand is mined `confirmations` deep, or not needed any more.
   *
   * @throws ErrandRejected when the node will not take its transaction, whatever the fee; the signal's reason when aborted
   */
  run(errand: Errand): Promise<ErrandEnd>;
  /** Transactions sent and not known to be mined. */
  readonly pending: number;
  /** What keeps errands from the chain at the moment, in one line: a balance too low, a node that does not answer. */
  readonly problem: string | undefined;
}

/** The node will not take an errand's transaction: sending it again would not help. */
export class ErrandRejected extends Error {
  override readonly name = "ErrandRejected";
}

/** What an outbox does on the way, for logs and metrics. */
export type OutboxEvent =
  | {
      /**
       * A transaction was taken by the node: for the first time; once more, after it was lost; or with a higher fee. The
       * step is the errand's, or "clear" for an empty transaction that uses up a stuck nonce.
       */
      readonly kind: "sent" | "sent again" | "raised";
      readonly step: string;
      readonly nonce: bigint;
      readonly transactionHash: string;
    }
  | {
      /** Somebody else with the same key used the nonce: the errand gets another one. */
      readonly kind: "nonce lost";
      readonly step: string;
      readonly nonce: bigint;
    }
  | {
      /** What keeps errands from the chain has changed; nothing when nothing does any more. */
      readonly kind: "problem";
      readonly problem: string | undefined;
    };

/** How often the node may refuse an errand for reasons that no waiting mends. */
const MOST_REJECTIONS = 3;

/** An errand on its way, and whoever waits for its end. */
export class Job {
  readonly errand: Errand;
  readonly ended: Promise<ErrandEnd>;
  readonly #resolve: (end: ErrandEnd) => void;
  readonly #reject: (reason: unknown) => void;
  #rejections = 0;

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

  /** Takes note of a rejection. @returns whether that was the last that it may have, and the errand has failed */
  rejected(problem: string): boolean {
    if (++this.#rejections < MOST_REJECTIONS) return false;
    this.#reject(new ErrandRejected(`${this.errand.step}: the node rejects the transaction: ${problem}`));
    return true;
  }

  /** Asks whether the errand is still to be done; ends it when it is not. */
  async stillNeeded(): Promise<boolean> {
    const needed = await this.errand.needed();
    if (!needed) this.#resolve({ kind: "not needed" });
    return needed;
  }
}
