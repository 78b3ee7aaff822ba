import type { Agreement, Offer } from "../terms.js";
import { accept, acceptSigned } from "./acceptance.js";
import { attempt, event, type MarketCall, type EmittedEvent, type CustomError } from "./answer.js";
import { requireRunning } from "./operator.js";
import { settle } from "./settling.js";
import type { MarketState } from "./state.js";

/** The arguments of `accept`. */
export interface Acceptance {
  readonly offer: Offer;
  readonly energyWh: bigint;
}

/** The arguments of `acceptSigned`. */
export interface SignedAcceptance extends Acceptance {
  readonly signature: string;
}

/** The arguments of `settle`. */
export interface Settlement {
  readonly agreement: Agreement;
  readonly energyWh: bigint;
  readonly meterSignature: string;
}

/** Accepts one item after the other; an item that reverts does not stop the others. */
export function acceptMany(market: MarketState, call: MarketCall, acceptances: readonly Acceptance[]): EmittedEvent[] {
  requireRunning(market);
  return inTurn(
    acceptances,
    ({ offer, energyWh }) => accept(market, call, offer, energyWh),
    acceptanceRefused(market, call),
  );
}

/** {@link acceptMany} of signed offers. */
export function acceptSignedMany(
  market: MarketState,
  call: MarketCall,
  acceptances: readonly SignedAcceptance[],
): EmittedEvent[] {
  requireRunning(market);
  return inTurn(
    acceptances,
    ({ offer, signature, energyWh }) => acceptSigned(market, call, offer, signature, energyWh),
    acceptanceRefused(market, call),
  );
}

/** Settles one item after the other; an item that reverts does not stop the others. */
export function settleMany(market: MarketState, call: MarketCall, settlements: readonly Settlement[]): EmittedEvent[] {
  return inTurn(
    settlements,
    ({ agreement, energyWh, meterSignature }) => settle(market, call, agreement, energyWh, meterSignature),
    ({ agreement }, index, error) =>
      event("SettlementRefused", market.cryptography.agreementId(agreement), index, error),
  );
}

function acceptanceRefused({ cryptography }: MarketState, { sender }: MarketCall) {
  return ({ offer }: Acceptance, index: bigint, error: CustomError) =>
    event("AcceptanceRefused", cryptography.offerId(offer), sender, index, error);
}

/** The events of all items in order: an item's own, or the one that reports its revert. */
function inTurn<T>(
  items: readonly T[],
  action: (item: T) => EmittedEvent[],
  reverted: (item: T, index: bigint, error: CustomError) => EmittedEvent,
): EmittedEvent[] {
  return items.flatMap((item, index) => {
    const answer = attempt(() => action(item));
    return "events" in answer ? answer.events : [reverted(item, BigInt(index), answer.reverted)];
  });
}
