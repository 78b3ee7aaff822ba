import { KeySigner } from "../signing/key-signer.js";
import type { NodeView } from "./node-view.js";
import type { OutboxEvent } from "./outbox.js";
import type { Moment, Slot } from "./slots.js";
import type { Fees } from "./fees.js";
import { rejectionOf, type Rejection } from "./rejection.js";
import { emptyPayload, type Sender, type SignedTransaction, signTransaction } from "./transaction.js";

/** Transactions in one message to the node. */
const BATCH = 50;

export interface PostOptions {
  readonly view: NodeView;
  readonly sender: Sender;
  readonly chainId: bigint;
  readonly onEvent: (event: OutboxEvent) => void;
}

/** Signs the transactions of slots, sends them to the node, and notes its answers in the slots. */
export class Post {
  readonly #options: PostOptions;
  readonly #key: KeySigner;

  constructor(options: PostOptions) {
    this.#options = options;
    this.#key = new KeySigner(options.sender);
  }

  /** Signs a slot's next transaction: its errand's, or an empty one. */
  sign(slot: Slot, fees: Fees): void {
    const { sender, chainId } = this.#options;
    const payload = slot.job?.errand ?? emptyPayload(sender);
    slot.tries.push(signTransaction(this.#key, chainId, slot.nonce, payload, fees));
    slot.sentAt = undefined;
  }

  /**
   * Sends the newest transaction of each slot, in order.
   *
   * @returns those that the node did not take
   * @throws the error of the node; what was sent before it may have arrived
   */
  async send(slots: readonly Slot[], kind: "sent" | "sent again" | "raised", now: Moment): Promise<Rejected[]> {
    const rejected: Rejected[] = [];
    for (let from = 0; from < slots.length; from += BATCH) {
      const batch = slots.slice(from, from + BATCH);
      const transactions = batch.map((slot) => newest(slot));
      const answers = await this.#options.view.ask(
        transactions.map(({ raw }) => ({ method: "eth_sendRawTransaction", params: [raw] })),
      );
      for (const [i, slot] of batch.entries()) {
        const answer = answers[i];
        if (answer === undefined) throw new Error("the node answers fewer transactions than were sent");
        const error = "error" in answer ? answer.error : undefined;
        const rejection = error === undefined ? undefined : rejectionOf(error);
        if (rejection === undefined || rejection === "known") this.#taken(slot, kind, now);
        else rejected.push({ slot, rejection, problem: error?.message ?? "" });
      }
    }
    return rejected;
  }

  #taken(slot: Slot, kind: "sent" | "sent again" | "raised", now: Moment): void {
    slot.sentAt = now;
    slot.pricedAt = kind === "sent again" ? (slot.pricedAt ?? now) : now;
    slot.replace = false;
    slot.steps = 1;
    const { nonce, job } = slot;
    const step = job?.errand.step ?? "clear";
    this.#options.onEvent({ kind, step, nonce, transactionHash: newest(slot).hash });
  }
}

/** A transaction that the node did not take. */
export interface Rejected {
  readonly slot: Slot;
  readonly rejection: Rejection;
  /** The message of the node's error. */
  readonly problem: string;
}

/** The last signed transaction of a slot. */
export function newest({ nonce, tries }: Slot): SignedTransaction {
  const last = tries.at(-1);
  if (last === undefined) throw new Error(`nonce ${nonce.toString()} has no transaction`);
  return last;
}
