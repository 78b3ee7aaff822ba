import { KeySigner } from "../signing/key-signer.js";
import type { NodeView } from "./node-view.js";
import type { OutboxEvent } from "./outbox.js";
import type { Moment, Slot } from "./slots.js";
import { emptyPayload, type Sender, type SignedTransaction, signTransaction, type Fees } from "./transaction.js";

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

/**
 * Why a node did not take a transaction:
 * - known: the node has it already;
 * - used: its nonce is mined;
 * - occupied: another transaction of this nonce waits and offers as much;
 * - ahead: a lower nonce is missing, and the node does not keep later ones;
 * - cheap: its fee is below the next block's base fee;
 * - poor: the balance does not cover it;
 * - busy: the node has no room;
 * - rejected: anything else.
 */
export type Rejection = "known" | "used" | "occupied" | "ahead" | "cheap" | "poor" | "busy" | "rejected";

/** Nodes share no error codes for these, so the messages decide: those of anvil, Besu, Geth and Hardhat. */
const WORDS: readonly (readonly [RegExp, Rejection])[] = [
  [/already (known|imported|exists)|known transaction|already in the pool/i, "known"],
  [/nonce (is )?too low|below (the )?(sender|current) account nonce|nonce too distant in past/i, "used"],
  [/replacement|underpriced.*nonce|gas price.*(replace|bump)/i, "occupied"],
  [/nonce too high|nonce too (far|distant)/i, "ahead"],
  [
    /less than (the )?(block )?base ?fee|too low for the next block|underpriced|gas price (is )?(too low|below)/i,
    "cheap",
  ],
  [/insufficient (funds|balance)|upfront (gas )?cost exceeds|enough funds|doesn't have enough/i, "poor"],
  [/pool is full|pool full|limit (reached|exceeded)|too many|rate limit|try again|timed? ?out/i, "busy"],
];

/**
 * Reads why the node did not take a transaction.
 *
 * @returns undefined when the error is not an answer of the node: the transaction may have arrived
 * @example rejectionOf(new RpcError(-32003, "nonce too low", undefined)) // "used"
 * @public
 */
export function rejectionOf(error: unknown): Rejection | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== "number" || typeof message !== "string") return undefined;
  return WORDS.find(([words]) => words.test(message))?.[1] ?? "rejected";
}
