import { AgreementStatus } from "../../model/terms.js";
import type { ChainStep, MarketLog } from "../follow/chain-step.js";
import { EventsMissing } from "./events-missing.js";
import { FOLDS, type LedgerState, Unknown } from "./fold.js";
import { IndexedMap } from "./indexed-map.js";
import type { AgreementRecord, OfferRecord, EventPlace, UserRecord } from "./records.js";

/**
 * The state of a market by its events: offers, agreements and users. It takes the events in order, from the first one
 * on, and undoes the last blocks when the chain reorganises.
 */
export class MarketLedger {
  readonly #state: LedgerState;
  /** Undoes the changes; oldest first. */
  readonly #undo: { readonly block: bigint; readonly undo: () => void }[] = [];
  /** Blocks up to this one can no longer be undone. */
  #kept = -1n;
  /** The last event taken. */
  #last: Position = { block: -1n, logIndex: -1 };

  constructor() {
    const changed = (undo: () => void) => {
      this.#undo.push({ block: this.#last.block, undo });
    };
    this.#state = {
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

  /** Takes a step of a follower. */
  take(step: ChainStep): void {
    if (step.kind === "undone") this.undoTo(step.ancestor.number);
    else for (const log of step.logs) this.apply(log);
  }

  /**
   * Adds an event.
   *
   * @throws EventsMissing when it is about an unknown offer, agreement or user; the ledger is as before
   * @throws Error when it is not after the last one
   */
  apply({ block, transactionHash, logIndex, event }: MarketLog): void {
    const place = { block: block.number, timestamp: block.timestamp, transactionHash, logIndex };
    if (comparePlaces(place, this.#last) <= 0) {
      throw new Error(`log ${logIndex} of block ${block.number} is not after the last one taken`);
    }
    const before = this.#last;
    this.#last = place;
    try {
      FOLDS[event.name]?.(this.#state, event.args, place);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      this.#last = before;
      throw new EventsMissing(error.message, block.number, error);
    }
  }

  /**
   * Undoes all events above a block.
   *
   * @throws RangeError when a later block was made final by {@link MarketLedger.keep}
   */
  undoTo(block: bigint): void {
    if (block < this.#kept) throw new RangeError(`cannot undo block ${this.#kept}: it is final`);
    while ((this.#undo.at(-1)?.block ?? -1n) > block) this.#undo.pop()?.undo();
    if (this.#last.block > block) this.#last = { block, logIndex: Number.MAX_SAFE_INTEGER };
  }

  /** Makes a block and those before it final, which saves memory: no reorganisation will be that deep. */
  keep(block: bigint): void {
    if (block <= this.#kept) return;
    this.#kept = block;
    const first = this.#undo.findIndex((change) => change.block > block);
    this.#undo.splice(0, first === -1 ? this.#undo.length : first);
  }

  offer(id: string): OfferRecord | undefined {
    return this.#state.offers.get(id);
  }

  agreement(id: string): AgreementRecord | undefined {
    return this.#state.agreements.get(id);
  }

  user(address: string): UserRecord | undefined {
    return this.#state.users.get(address.toLowerCase());
  }

  /** All offers, in the order of their declaration. */
  offers(): OfferRecord[] {
    return [...this.#state.offers.values()];
  }

  /** All agreements, in the order of their acceptance. */
  agreements(): AgreementRecord[] {
    return [...this.#state.agreements.values()];
  }

  /** All users, in the order of their registration. */
  users(): UserRecord[] {
    return [...this.#state.users.values()];
  }

  /** The offers that a user declared, in the order of their declaration. */
  offersOf(declarer: string): OfferRecord[] {
    const found = this.#state.offers.under("declarer", declarer.toLowerCase());
    return found.sort((a, b) => comparePlaces(a.declared, b.declared));
  }

  /** The agreements in which a user buys or sells, in the order of their acceptance. */
  agreementsOf(user: string): AgreementRecord[] {
    return inOrder(this.#state.agreements.under("party", user.toLowerCase()));
  }

  /** The agreements whose readings a meter signs, in the order of their acceptance. */
  agreementsOfMeter(meter: string): AgreementRecord[] {
    return inOrder(this.#state.agreements.under("meter", meter.toLowerCase()));
  }

  /** The agreements made on an offer, in the order of their acceptance. */
  agreementsOn(offerId: string): AgreementRecord[] {
    return inOrder(this.#state.agreements.under("offer", offerId));
  }

  /** The agreements that await verification, in the order of their acceptance, also past their deadline. */
  awaitingVerification(): AgreementRecord[] {
    return inOrder(this.#state.agreements.under("awaiting", ""));
  }

  /**
   * The signed agreements whose delivery has ended, ready to be settled, in the order of their acceptance.
   *
   * @param time - Unix time, s
   */
  dueForSettlement(time: bigint): AgreementRecord[] {
    const { agreements } = this.#state;
    const ended = agreements.keysOf("delivery").filter((deliveryEnd) => BigInt(deliveryEnd) <= time);
    return inOrder(ended.flatMap((deliveryEnd) => agreements.under("delivery", deliveryEnd)));
  }
}

function inOrder(agreements: AgreementRecord[]): AgreementRecord[] {
  return agreements.sort((a, b) => comparePlaces(a.accepted, b.accepted));
}

type Position = Pick<EventPlace, "block" | "logIndex">;

/** Below zero when `a` is before `b` in the chain. */
function comparePlaces(a: Position, b: Position): number {
  return a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1;
}
