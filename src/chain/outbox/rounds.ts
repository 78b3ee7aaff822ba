import type { Provider } from "../rpc/node-client.js";
import { currentFees, raisedFees, type Fees } from "./fees.js";
import type { Job } from "./outbox.js";
import type { AccountView } from "./node-view.js";
import { newest, Post, type PostOptions, type Rejected } from "./post.js";
import { Slots, type Moment, type Slot } from "./slots.js";

interface RoundOptions extends PostOptions {
  readonly provider: Provider;
  readonly confirmations: bigint;
  readonly window: number;
  readonly patienceBlocks: bigint;
  readonly maxFeePerGas: bigint;
  readonly stillMs: number;
}

/** A look at the chain. */
interface Round {
  readonly view: AccountView;
  readonly now: Moment;
  /** Whether the chain has had no new block for long. */
  readonly still: boolean;
  /** What a transaction should offer now; the node is asked once. */
  readonly fees: () => Promise<Fees>;
}

/** Most eighths that one raise adds. */
const MOST_STEPS = 8;

/**
 * The loop of an outbox. Each round looks at the chain, finishes what is mined deep enough, sends again what was lost,
 * raises the fee of what is stuck, and sends what is new. A round decides by the state of the chain alone, so a lost
 * answer of the node does no harm.
 */
export class Rounds {
  readonly #options: RoundOptions;
  readonly #post: Post;
  /** Errands without a nonce, in order. */
  #queue: Job[] = [];
  #slots: Slots | undefined;
  /** New errands wait until the account's count reaches this: transactions of an earlier process come first. */
  #barrier = 0n;
  #count = 0n;
  #head = { hash: "", since: 0 };
  /** The block at which the count last grew. */
  #progressAt = 0n;
  #finishedAt = "";
  #occupied = false;
  #problem: string | undefined;

  constructor(options: RoundOptions) {
    this.#options = options;
    this.#post = new Post(options);
  }

  add(job: Job): void {
    this.#queue.push(job);
  }

  /** Whether there is nothing to do. */
  get idle(): boolean {
    return this.#queue.length === 0 && this.#slots?.empty !== false;
  }

  /** Number of transactions that were sent and are not known to be mined. */
  get pending(): number {
    return this.#slots?.open(this.#count).filter(({ tries }) => tries.length > 0).length ?? 0;
  }

  /** Fails all errands that are not done. */
  fail(reason: unknown): void {
    for (const job of this.#queue.splice(0)) job.fail(reason);
    for (const { job } of this.#slots?.all() ?? []) job?.fail(reason);
  }

  /**
   * Runs one round.
   *
   * @param time - now, Unix time in ms
   * @returns why errands are stuck, if they are
   * @throws the error of the node; the next round continues where this one ended
   */
  async round(time: number): Promise<string | undefined> {
    this.#problem = undefined;
    const view = await this.#options.view.view();
    const slots = await this.#slotsAt(view);
    if (view.hash !== this.#head.hash) this.#head = { hash: view.hash, since: time };
    if (view.count !== this.#count) this.#progressAt = view.number;
    this.#count = view.count;
    let fees: Promise<Fees> | undefined;
    const round: Round = {
      view,
      now: { block: view.number, time },
      still: time - this.#head.since >= this.#options.stillMs,
      fees: () => (fees ??= currentFees(this.#options.provider)),
    };
    slots.close(view.count, round.now);
    await this.#finish(slots, round);
    await this.#sendAgain(slots, round);
    await this.#raise(slots, round);
    await this.#sendNew(slots, round);
    return this.#problem;
  }

  async #slotsAt(view: AccountView): Promise<Slots> {
    if (this.#slots !== undefined && !this.#occupied) return this.#slots;
    const pending = await this.#options.view.pendingCount();
    this.#occupied = false;
    if (this.#slots === undefined) {
      this.#slots = new Slots(pending);
      this.#barrier = pending;
      this.#progressAt = view.number;
    } else if (pending > this.#slots.next) this.#slots.next = pending;
    return this.#slots;
  }

  /** Ends what is mined deep enough. An errand whose nonce another process used goes back to the queue. */
  async #finish(slots: Slots, { view, still }: Round): Promise<void> {
    if (view.hash === this.#finishedAt && !still) return;
    const { confirmations, onEvent } = this.#options;
    const mined = slots.mined(view.count);
    for (const slot of mined) if (slot.job === undefined) slots.finish(slot);
    const waiting = mined.filter(({ job }) => job !== undefined);
    const hashes = waiting.flatMap(({ tries }) => tries.map(({ hash }) => hash));
    const receipts = await this.#options.view.receipts(hashes);
    const lost: Job[] = [];
    for (const slot of waiting) {
      const { job, tries } = slot;
      const transactionHash = tries.map(({ hash }) => hash).find((hash) => receipts.has(hash));
      const mined = receipts.get(transactionHash ?? "");
      const since = mined?.blockNumber ?? (slot.lostAt ??= view.number);
      if (job === undefined || !(still || view.number - since + 1n >= confirmations)) continue;
      if (mined !== undefined && transactionHash !== undefined) {
        job.end({ kind: mined.succeeded ? "done" : "reverted", transactionHash, receipt: mined });
      } else {
        slot.tries = [];
        lost.push(job);
        onEvent({ kind: "nonce lost", step: job.errand.step, nonce: slot.nonce });
      }
      slots.finish(slot);
    }
    this.#queue = [...lost, ...this.#queue];
    this.#finishedAt = view.hash;
  }

  /** Sends what the node does not have: it rejected or lost it, or a reorganisation undid it. */
  async #sendAgain(slots: Slots, { view, now, fees }: Round): Promise<void> {
    const open = slots.open(view.count);
    for (const slot of open) slot.lostAt = undefined;
    for (const slot of open) {
      if (slot.tries.length > 0 || slot.job === undefined) continue;
      if (await this.#keep(slot)) this.#post.sign(slot, await fees());
      else if (!slots.takeBack(slot)) slot.pricedAt = undefined;
    }
    const missing = await this.#missing(slots.open(view.count), now);
    for (const slot of missing) {
      slot.sentAt = undefined;
      if (slot.job !== undefined && !(await this.#keep(slot)))
        this.#post.sign(slot, raisedFees(newest(slot).fees, await fees()));
    }
    const rejected = await this.#post.send(missing, "sent again", now);
    for (const each of rejected.reverse()) this.#takeRejection(each, now);
  }

  /**
   * The slots whose transaction the node does not know. If it has the first one sent, it is taken to have the others.
   */
  async #missing(open: readonly Slot[], now: Moment): Promise<Slot[]> {
    const { view, stillMs } = this.#options;
    const ours = open.filter(({ tries }) => tries.length > 0);
    const unsent = ours.filter(({ sentAt }) => sentAt === undefined);
    const sent = ours.filter(
      ({ sentAt }) => sentAt !== undefined && (sentAt.block !== now.block || now.time - sentAt.time >= stillMs),
    );
    const hashOf = (slot: Slot) => newest(slot).hash;
    const [first] = sent;
    const suspects =
      first === undefined || (await view.known([hashOf(first)]))[0] === true ? unsent : [...unsent, ...sent];
    const known = await view.known(suspects.map(hashOf));
    for (const [i, slot] of suspects.entries()) {
      if (known[i] !== true) continue;
      slot.sentAt ??= now;
      slot.pricedAt ??= now;
    }
    return suspects.filter((_, i) => known[i] !== true).sort((a, b) => Number(a.nonce - b.nonce));
  }

  /** Raises the fee of the lowest nonce if it is stuck, and of later ones that offer less than the present fee. */
  async #raise(slots: Slots, { view, now, still, fees }: Round): Promise<void> {
    const { patienceBlocks, stillMs, maxFeePerGas } = this.#options;
    const [lowest, ...others] = slots.open(view.count);
    if (lowest === undefined) return;
    const overdue = ({ pricedAt, tries, replace }: Slot) => {
      if (replace) return true;
      if (pricedAt === undefined) return tries.length === 0;
      const since = pricedAt.block > this.#progressAt ? pricedAt.block : this.#progressAt;
      return view.number - since >= patienceBlocks;
    };
    const forgotten = ({ sentAt }: Slot) => still && sentAt !== undefined && now.time - sentAt.time >= stillMs;
    const stuck = [lowest, ...others].filter((slot) => overdue(slot) || forgotten(slot));
    if (stuck.length === 0) return;
    const current = await fees();
    const raised: Slot[] = [];
    for (const slot of stuck) {
      const old = slot.tries.at(-1)?.fees;
      const low = old === undefined || old.max < current.max || old.tip < current.tip;
      if (!low && !slot.replace && !(slot === lowest && overdue(slot))) continue;
      const price = raisedFees(old ?? current, current, slot.steps);
      if (price.max > maxFeePerGas) {
        this.#problem = `a transaction is stuck, and its fee would exceed the limit of ${maxFeePerGas.toString()} wei per gas`;
        continue;
      }
      if (slot.job !== undefined) await this.#keep(slot);
      this.#post.sign(slot, price);
      raised.push(slot);
    }
    const rejected = await this.#post.send(raised, "raised", now);
    for (const each of rejected.reverse()) {
      if (each.rejection !== "used") each.slot.tries.pop();
      this.#takeRejection(each, now);
      each.slot.sentAt = now;
    }
  }

  async #sendNew(slots: Slots, { view, now, fees }: Round): Promise<void> {
    const room = this.#options.window - slots.open(view.count).length;
    if (this.#queue.length === 0 || room <= 0 || view.count < this.#barrier) return;
    const price = await fees();
    const asked = this.#queue.splice(0, room);
    const answers = await Promise.allSettled(asked.map((job) => job.stillNeeded()));
    this.#queue = [...asked.filter((_, i) => answers[i]?.status === "rejected"), ...this.#queue];
    const wanted = asked.filter((_, i) => {
      const answer = answers[i];
      return answer?.status === "fulfilled" && answer.value;
    });
    const fresh = wanted.map((job) => slots.take(job));
    for (const slot of fresh) this.#post.sign(slot, price);
    const rejected = await this.#post.send(fresh, "sent", now);
    // Highest nonce first, so that nonces can be taken back.
    for (const each of rejected.reverse()) this.#takeRejectionOfNew(slots, each, now);
    const failed = answers.find((answer) => answer.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  #takeRejectionOfNew(slots: Slots, { slot, rejection, problem }: Rejected, now: Moment): void {
    const { job } = slot;
    if (rejection === "used") {
      // The nonce is used already, so without a receipt at the next look there will be none.
      slot.lostAt = 0n;
      return;
    }
    slot.tries = [];
    const failed = this.#noteRejection(slot, { rejection, problem });
    if (rejection === "occupied") {
      slot.job = undefined;
      slot.sentAt = slot.pricedAt = now;
      this.#occupied = true;
    } else if (!slots.takeBack(slot)) return;
    if (job !== undefined && !failed) this.#queue.unshift(job);
  }

  #takeRejection({ slot, rejection, problem }: Rejected, now: Moment): void {
    this.#noteRejection(slot, { rejection, problem });
    if (rejection === "used") slot.sentAt = now;
    if (rejection === "occupied") slot.steps = Math.min(2 * slot.steps, MOST_STEPS);
    // Replace it at once: with a higher fee, or with an empty transaction if its errand failed.
    slot.replace = rejection === "occupied" || rejection === "cheap" || rejection === "rejected";
  }

  /** @returns whether the slot's errand has failed by it */
  #noteRejection(slot: Slot, { rejection, problem }: Pick<Rejected, "rejection" | "problem">): boolean {
    const { address } = this.#options.sender;
    if (rejection === "poor") this.#problem = `the balance of ${address} does not cover the transaction: ${problem}`;
    if (rejection === "busy") this.#problem = `the node takes no transactions now: ${problem}`;
    if (rejection !== "rejected") return false;
    this.#problem = `the node rejects the transaction: ${problem}`;
    if (slot.job?.rejected(problem) !== true) return false;
    slot.job = undefined;
    return true;
  }

  /** Asks whether a slot's errand is still needed; if not, the slot's nonce only has to be used up. */
  async #keep(slot: Slot): Promise<boolean> {
    const needed = (await slot.job?.stillNeeded()) ?? false;
    if (!needed) slot.job = undefined;
    return needed;
  }
}
