import { AgreementStatus, OfferStatus, partiesOf, Reason, type Offer } from "../../model/terms.js";
import type { IndexedMap } from "./indexed-map.js";
import type { AgreementRecord, OfferRecord, EventPlace, UserRecord } from "./records.js";

/** The state of a ledger. */
export interface LedgerState {
  readonly offers: IndexedMap<OfferRecord, "declarer">;
  readonly agreements: IndexedMap<AgreementRecord, "party" | "meter" | "offer" | "awaiting" | "delivery">;
  readonly users: IndexedMap<UserRecord>;
}

/** An event's decoded arguments. */
type Args = Readonly<Record<string, unknown>>;
type Fold = (state: LedgerState, args: Args, place: EventPlace) => void;

/**
 * How each event of a market changes the ledger. Other events do not change offers, agreements or users.
 */
export const FOLDS: Readonly<Record<string, Fold>> = {
  Declared({ offers }, args, declared) {
    const id = args.offerId as string;
    const terms = args.offer as Offer;
    const open = { status: OfferStatus.Open, remainingWh: terms.energyWh, fills: 0n, bySignature: false };
    offers.set(id, { id, terms, ...open, declared });
  },

  BegunBySignature({ offers }, args) {
    const offer = known(offers.get(args.offerId as string), "offer", args.offerId as string);
    offers.set(offer.id, { ...offer, bySignature: true });
  },

  CancelledUpTo({ offers }, args, cancelled) {
    const { declarer, number } = args as { declarer: string; number: bigint };
    const theirs = offers.under("declarer", declarer.toLowerCase());
    for (const offer of theirs.filter(({ bySignature, status }) => bySignature && status === OfferStatus.Open))
      if (offer.terms.number <= number) offers.set(offer.id, { ...offer, status: OfferStatus.Cancelled, cancelled });
  },

  Cancelled({ offers }, args, cancelled) {
    const offer = offers.get(args.offerId as string);
    // An offer that was signed off chain and never accepted has no `Declared` event.
    if (offer !== undefined) offers.set(offer.id, { ...offer, status: OfferStatus.Cancelled, cancelled });
  },

  Accepted({ offers, agreements }, args, accepted) {
    const { agreementId: id, offerId, accepter, energyWh, fillIndex, meter, status } = args as unknown as AcceptedArgs;
    const offer = known(offers.get(offerId), "offer", offerId);
    offers.set(offerId, { ...offer, remainingWh: offer.remainingWh - energyWh, fills: offer.fills + 1n });
    const terms = { offer: offer.terms, accepter, energyWh, fillIndex, meter };
    agreements.set(id, {
      id,
      offerId,
      terms,
      ...partiesOf(terms),
      fastLane: status !== AgreementStatus.AwaitingVerification,
      status,
      reason: Reason.None,
      accepted,
      ...(status === AgreementStatus.Signed ? { signed: accepted } : {}),
      debt: 0n,
    });
  },

  Signed({ agreements }, args, signed) {
    const agreement = agreementIn(agreements, args);
    agreements.set(agreement.id, { ...agreement, status: AgreementStatus.Signed, signed });
  },

  Voided(state, args, ended) {
    endUnsigned(state, args, ended, AgreementStatus.Void);
  },

  Terminated(state, args, ended) {
    endUnsigned(state, args, ended, AgreementStatus.Terminated);
  },

  Settled({ agreements, users }, args, place) {
    const agreement = agreementIn(agreements, args);
    const { outcome, energyWh, paid, debt } = args as unknown as SettledArgs;
    const settlement = { outcome, energyWh, paid, debt, place };
    if (debt > 0n) addDebts(users, agreement.buyer, 1);
    agreements.set(agreement.id, { ...agreement, status: AgreementStatus.Settled, settlement, debt });
  },

  DebtPaid({ agreements, users }, args) {
    const agreement = agreementIn(agreements, args);
    const debt = args.remaining as bigint;
    if (debt === 0n) addDebts(users, agreement.buyer, -1);
    agreements.set(agreement.id, { ...agreement, debt });
  },

  Registered({ users }, args, registered) {
    const { user: address, keyHash, capTrades, capEnergyWh } = args as unknown as RegisteredArgs;
    users.set(address.toLowerCase(), {
      address,
      keyHash,
      registered,
      capTrades,
      capEnergyWh,
      meter: undefined,
      openDebts: 0,
    });
  },

  CapsSet({ users }, args) {
    const { capTrades, capEnergyWh } = args as unknown as RegisteredArgs;
    changeUser(users, args.user as string, (user) => ({ ...user, capTrades, capEnergyWh }));
  },

  MeterSet({ users }, args) {
    const meter = args.meter as string;
    changeUser(users, args.user as string, (user) => ({ ...user, meter: BigInt(meter) === 0n ? undefined : meter }));
  },
};

/** An agreement that ends unsigned returns its energy to the offer. */
function endUnsigned({ offers, agreements }: LedgerState, args: Args, ended: EventPlace, status: bigint): void {
  const agreement = agreementIn(agreements, args);
  const offer = known(offers.get(agreement.offerId), "offer", agreement.offerId);
  agreements.set(agreement.id, { ...agreement, status, reason: args.reason as bigint, ended });
  offers.set(offer.id, { ...offer, remainingWh: offer.remainingWh + agreement.terms.energyWh });
}

function addDebts(users: LedgerState["users"], address: string, count: number): void {
  changeUser(users, address, (user) => ({ ...user, openDebts: user.openDebts + count }));
}

function changeUser(users: LedgerState["users"], address: string, change: (user: UserRecord) => UserRecord): void {
  const key = address.toLowerCase();
  users.set(key, change(known(users.get(key), "user", address)));
}

function agreementIn(agreements: LedgerState["agreements"], args: Args): AgreementRecord {
  const id = args.agreementId as string;
  return known(agreements.get(id), "agreement", id);
}

function known<T>(record: T | undefined, what: string, id: string): T {
  if (record === undefined) throw new Unknown(`${what} ${id}`);
  return record;
}

/** What an event is about is not in the ledger. The event has changed nothing. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

interface AcceptedArgs {
  readonly agreementId: string;
  readonly offerId: string;
  readonly accepter: string;
  readonly energyWh: bigint;
  readonly fillIndex: bigint;
  readonly meter: string;
  readonly status: bigint;
}

interface SettledArgs {
  readonly outcome: bigint;
  readonly energyWh: bigint;
  readonly paid: bigint;
  readonly debt: bigint;
}

interface RegisteredArgs {
  readonly user: string;
  readonly keyHash: string;
  readonly capTrades: bigint;
  readonly capEnergyWh: bigint;
}
