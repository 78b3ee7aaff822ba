import type { Receipt } from "../rpc/answers.js";

/** A task that one transaction does. */
export interface Errand {
  /** Its name in logs and metrics, such as "settle". */
  readonly step: string;
  readonly to: string;
  /** Calldata, hex. */
  readonly data: string;
  /** Gas limit. */
  readonly gas: bigint;
  /**
   * Called before each sending. False when the errand is done already, by another process. Several processes may run
   * the same errand at once, so the contract must revert the second time.
   */
  readonly needed: () => Promise<boolean>;
}

/** How an errand ended. */
export type ErrandEnd =
  | { readonly kind: "done"; readonly transactionHash: string; readonly receipt: Receipt }
  | { readonly kind: "reverted"; readonly transactionHash: string; readonly receipt: Receipt }
  | { readonly kind: "not needed" };

/**
 * A transaction manager: sends the errands of one account, many at a time, until they are mined. It assigns nonces
 * without gaps, raises the fee of stuck transactions, sends again what the node lost or a reorganisation undid, and
 * after a restart first clears the transactions of the earlier process.
 */
export interface Outbox {
  /**
   * Runs an errand until it is mined `confirmations` blocks deep, or no longer needed.
   *
   * @throws ErrandRejected when the node does not take its transaction at any fee; the signal's reason when aborted
   */
  run(errand: Errand): Promise<ErrandEnd>;
  /** Number of transactions that were sent and are not known to be mined. */
  readonly pending: number;
  /** Why errands are stuck now, in one line: the balance is too low, the node does not answer. */
  readonly problem: string | undefined;
}

/** The node does not take an errand's transaction, and sending it again would not help. */
export class ErrandRejected extends Error {
  override readonly name = "ErrandRejected";
}

/** What an outbox did, for logs and metrics. */
export type OutboxEvent =
  | {
      /**
       * The node took a transaction: for the first time; again, after it was lost; or with a higher fee. The step is
       * the errand's, or "clear" for an empty transaction that uses up a stuck nonce.
       */
      readonly kind: "sent" | "sent again" | "raised";
      readonly step: string;
      readonly nonce: bigint;
      readonly transactionHash: string;
    }
  | {
      /** Another process used the nonce with the same key: the errand gets a new one. */
      readonly kind: "nonce lost";
      readonly step: string;
      readonly nonce: bigint;
    }
  | {
      /** {@link Outbox.problem} changed; undefined when there is none any more. */
      readonly kind: "problem";
      readonly problem: string | undefined;
    };

/** How often the node may reject an errand for a reason that does not pass by itself. */
const MOST_REJECTIONS = 3;

/** An errand with the promise of its end. */
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

  /** Counts a rejection. @returns whether the errand has failed by it */
  rejected(problem: string): boolean {
    if (++this.#rejections < MOST_REJECTIONS) return false;
    this.#reject(new ErrandRejected(`${this.errand.step}: the node rejects the transaction: ${problem}`));
    return true;
  }

  /** Asks whether the errand is still needed; ends it when it is not. */
  async stillNeeded(): Promise<boolean> {
    const needed = await this.errand.needed();
    if (!needed) this.#resolve({ kind: "not needed" });
    return needed;
  }
}
