import { AgreementStatus, Reason, type Agreement } from "./terms.js";

/** What an authority knows of a party when it reviews an agreement. */
export interface PartyFacts {
  readonly registered: boolean;
  readonly openDebts: bigint;
  /** Whether the party's signature of the agreement is its own; true where the market asks for none. */
  readonly signatureValid: boolean;
}

/** What an authority knows when it reviews an agreement, all of it read from the chain or from signatures. */
export interface ReviewFacts {
  readonly status: bigint;
  /** Unix time, s. */
  readonly deadline: bigint;
  /** The chain's time, s. */
  readonly now: bigint;
  readonly buyer: PartyFacts;
  readonly seller: PartyFacts;
}

/** An authority's verdict: approve, refuse for a reason, or nothing to decide (any more). */
export type Verdict =
  { readonly kind: "approve" } | { readonly kind: "refuse"; readonly reason: bigint } | { readonly kind: "pass" };

/**
 * What every authority checks before it signs: that the agreement awaits verification and is in time, that both keys
 * are the parties' own (an invalid key ends the trade: the paper's step 4), that both are registered and free of debts,
 * and that the terms can be executed.
 *
 * @example reviewAgreement(agreement, facts).kind // "approve"
 */
export function reviewAgreement(agreement: Agreement, facts: ReviewFacts): Verdict {
  const { offer, energyWh } = agreement;
  if (facts.status !== AgreementStatus.AwaitingVerification || facts.now > facts.deadline) return { kind: "pass" };
  if (!facts.buyer.signatureValid || !facts.seller.signatureValid) return { kind: "refuse", reason: Reason.KeyRefused };
  const partiesFit = [facts.buyer, facts.seller].every((party) => party.registered && party.openDebts === 0n);
  const termsFit =
    energyWh > 0n &&
    energyWh <= offer.energyWh &&
    offer.damagesPricePerMWh <= offer.pricePerMWh &&
    offer.deliveryStart < offer.deliveryEnd &&
    facts.now < offer.deliveryEnd;
  return partiesFit && termsFit ? { kind: "approve" } : { kind: "refuse", reason: Reason.CommitteeRefused };
}
