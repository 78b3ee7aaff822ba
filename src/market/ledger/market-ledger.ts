import { AgreementStatus } from "../../model/terms.js";
import type { ChainStep, MarketLog } from "../follow/chain-step.js";
import { FOLDS, type LedgerState } from "./fold.js";
import { IndexedMap } from "./indexed-map.js";
import type { AgreementRecord, OfferRecord, EventPlace, UserRecord } from "./records.js";

/**
 * What the events of a market add up to: its offers, agreements and users. It takes the events in their order, from the
 * market's first one on, and gives the last blocks' back when the chain reorganises.
 */
export class MarketLedger {
  readonly #books: LedgerState;
  /** What takes the changes back, oldest first. */
  readonly #undo: { readonly block: bigint; readonly undo: () => void }[] = [];
  /** Blocks up to this one cannot be undone any more. */
  #kept = -1n;
  /** The event taken last. */
  #last: Position = { block: -1n, logIndex: -1 };

  constructor() {
    const changed = (undo: () => void) => {
      this.#undo.push({ block: this.#last.block, undo });
    };
    this.#books = {
      offers: new IndexedMap({ declarer: ({ terms }) => [terms.declarer.toLowerCase()] }, changed),
      agreements: new IndexedMap(
        {
          party: ({ buyer, seller }) => [buyer.toLowerCase(), seller.toLowerCase()],
          meter: ({ terms }) => [terms.meter.toLowerCase()],
          offer: ({ offerId }) => [offerId],
          awaiting: ({ status }) => (status === AgreementStatus.AwaitingVerification ? [""] : []),
          delivery: ({ status, terms }) =>
            status === AgreementStatus.Signed ? [terms.offer.deliveryEnd.toString()] : [],
        },
        changed,
      ),
      users: new IndexedMap({}, changed),
    };
  }

  /** Takes what a follower of the chain saw. */
  take(step: ChainStep): void {
    if (step.kind === "undone") this.undoTo(step.ancestor.number);
    else for (const log of step.logs) this.apply(log);
  }

  /**
   * Adds an event.
   *
   * @throws Error when it does not come after the one before, or is about what no event has told of: a gap
   */
  apply({ block, transactionHash, logIndex, event }: MarketLog): void {
    const place = { block: block.number, timestamp: block.timestamp, transactionHash, logIndex };
    if (comparePlaces(place, this.#last) <= 0) {
      throw new Error(`log ${logIndex} of block ${block.number} does not come after the one before it`);
    }
    this.#last = place;
    FOLDS[event.name]?.(this.#books, event.args, place);
  }

  /**
   * Takes every event above a block back.
   *
   * @throws RangeError for a block whose successors were told to stay
   */
  undoTo(block: bigint): void {
    if (block < this.#kept) throw new RangeError(`block ${this.#kept} was said to stay`);
    while ((this.#undo.at(-1)?.block ?? -1n) > block) this.#undo.pop()?.undo();
    if (this.#last.block > block) this.#last = { block, logIndex: Number.MAX_SAFE_INTEGER };
  }

  /** Forgets how to undo a block and those before, which saves memory: no reorganisation will come that deep. */
  keep(block: bigint): void {
    if (block <= this.#kept) return;
    this.#kept = block;
    const first = this.#undo.findIndex((change) => change.block > block);
    this.#undo.splice(0, first === -1 ? this.#undo.length : first);
  }

  offer(id: string): OfferRecord | undefined {
    return this.#books.offers.get(id);
  }

  agreement(id: string): AgreementRecord | undefined {
    return this.#books.agreements.get(id);
  }

  user(address: string): UserRecord | undefined {
    return this.#books.users.get(address.toLowerCase());
  }

  /** All offers, in the order of their declaration. */
  offers(): OfferRecord[] {
    return [...this.#books.offers.values()];
  }

  /** All agreements, in the order of their acceptance. */
  agreements(): AgreementRecord[] {
    return [...this.#books.agreements.values()];
  }

  /** All users, in the order of their registration. */
  users(): UserRecord[] {
    return [...this.#books.users.values()];
  }

  /** The offers that a user declared, in the order of their declaration. */
  offersOf(declarer: string): OfferRecord[] {
    const found = this.#books.offers.under("declarer", declarer.toLowerCase());
    return found.sort((a, b) => comparePlaces(a.declared, b.declared));
  }

  /** The agreements in which a user buys or sells, in the order of their acceptance. */
  agreementsOf(user: string): AgreementRecord[] {
    return inOrder(this.#books.agreements.under("party", user.toLowerCase()));
  }

  /** The agreements that a meter reads for, in the order of their acceptance. */
  agreementsOfMeter(meter: string): AgreementRecord[] {
    return inOrder(this.#books.agreements.under("meter", meter.toLowerCase()));
  }

  /** The agreements made on an offer, in the order of their acceptance. */
  agreementsOn(offerId: string): AgreementRecord[] {
    return inOrder(this.#books.agreements.under("offer", offerId));
  }

  /** The agreements that await verification, in the order of their acceptance; deadlines are the chain's to say. */
  awaitingVerification(): AgreementRecord[] {
    return inOrder(this.#books.agreements.under("awaiting", ""));
  }

  /**
   * The signed agreements whose delivery has ended, which a reading settles, in the order of their acceptance.
   *
   * @param time - Unix time, s
   */
  dueForSettlement(time: bigint): AgreementRecord[] {
    const { agreements } = this.#books;
    const ended = agreements.keysOf("delivery").filter((deliveryEnd) => BigInt(deliveryEnd) <= time);
    return inOrder(ended.flatMap((deliveryEnd) => agreements.under("delivery", deliveryEnd)));
  }
}

function inOrder(agreements: AgreementRecord[]): AgreementRecord[] {
  return agreements.sort((a, b) => comparePlaces(a.accepted, b.accepted));
}

type Position = Pick<EventPlace, "block" | "logIndex">;

/** Below zero when `a` comes before `b` in the chain. */
function comparePlaces(a: Position, b: Position): number {
  return a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1;
}
