import { counted, type Usage } from "./reliability.js";
import { type Agreement, AgreementStatus, partiesOf, Reason } from "./terms.js";

/**
 * A party's signature of the agreement: its own, somebody else's, or none yet. `own` where the market asks for none.
 */
type PartySignature = "own" | "foreign" | "missing";

/** The facts about a party that decide a review. */
export interface PartyFacts {
  readonly registered: boolean;
  readonly openDebts: bigint;
  readonly signature: PartySignature;
}

/** The facts that decide a review, all read from the chain or from signatures. */
export interface ReviewFacts {
  readonly status: bigint;
  /** Unix time, s. */
  readonly deadline: bigint;
  /** The chain's time, s. */
  readonly now: bigint;
  readonly buyer: PartyFacts;
  readonly seller: PartyFacts;
}

/** An authority's verdict: approve, refuse for a reason, wait for the parties, or pass: nothing to decide. */
type Verdict =
  | { readonly kind: "approve" }
  | { readonly kind: "refuse"; readonly reason: bigint }
  | { readonly kind: "wait" }
  | { readonly kind: "pass" };

/**
 * What an authority checks before it signs: that the agreement awaits verification within its deadline, that both keys
 * are the parties' own (an invalid key ends the trade: the paper's step 4), that both parties have signed, are
 * registered and have no debts, and that the terms can be executed.
 *
 * Caps are no reason to refuse: exceeding them is why the agreement is verified, see {@link beyondCaps}.
 *
 * @example reviewAgreement(agreement, facts).kind // "approve"
 */
export function reviewAgreement(agreement: Agreement, facts: ReviewFacts): Verdict {
  if (facts.status !== AgreementStatus.AwaitingVerification || facts.now > facts.deadline) return { kind: "pass" };
  const parties = [facts.buyer, facts.seller];
  if (parties.some(({ signature }) => signature === "foreign")) return { kind: "refuse", reason: Reason.KeyRefused };
  if (parties.some(({ signature }) => signature === "missing")) return { kind: "wait" };
  const partiesFit = parties.every(({ registered, openDebts }) => registered && openDebts === 0n);
  return partiesFit && canBeExecuted(agreement, facts.now)
    ? { kind: "approve" }
    : { kind: "refuse", reason: Reason.CommitteeRefused };
}

/** Whether the market accepts the terms, the parties differ, there is a meter and delivery has not ended. */
function canBeExecuted(agreement: Agreement, now: bigint): boolean {
  const { offer, energyWh, meter } = agreement;
  const { buyer, seller } = partiesOf(agreement);
  return (
    buyer !== seller &&
    BigInt(meter) !== 0n &&
    energyWh > 0n &&
    energyWh <= offer.energyWh &&
    offer.damagesPricePerMWh <= offer.pricePerMWh &&
    offer.expiry <= offer.deliveryStart &&
    offer.deliveryStart < offer.deliveryEnd &&
    now < offer.deliveryEnd
  );
}

/**
 * The caps that a user would exceed with one more trade on the fast lane, equations (10) and (11): why its agreement is
 * verified in full. Empty if another verification has reset the user's counts since.
 *
 * @param energyWh - energy of the trade, Wh
 * @example beyondCaps({ trades: 9n, energyWh: 0n, capTrades: 9n, capEnergyWh: 5n }, 6n) // ["trades", "energy"]
 */
export function beyondCaps(usage: Usage, energyWh: bigint): ("trades" | "energy")[] {
  const after = counted(usage, energyWh);
  return [
    ...(after.trades > usage.capTrades ? (["trades"] as const) : []),
    ...(after.energyWh > usage.capEnergyWh ? (["energy"] as const) : []),
  ];
}

/**
 * Approvals that a full verification needs in the improved model: floor(2 n / 3) + 1 of n authorities, more than two
 * thirds.
 *
 * @param authorities - n, a whole number of at least 1
 * @example quorum(7) // 5
 */
export function quorum(authorities: number): number {
  return Math.floor((2 * authorities) / 3) + 1;
}
