import type { Agreement, Offer } from "../terms.js";
import { accept, acceptSigned } from "./acceptance.js";
import { answerOf, event, type Call, type MarketEvent, type Refused } from "./answer.js";
import { requireRunning } from "./operator.js";
import { settle } from "./settling.js";
import type { Market } from "./state.js";

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

/** Accepts one after the other; one that is refused does not keep the others from it. */
export function acceptMany(market: Market, call: Call, acceptances: readonly Acceptance[]): MarketEvent[] {
  requireRunning(market);
  return inTurn(
    acceptances,
    ({ offer, energyWh }) => accept(market, call, offer, energyWh),
    acceptanceRefused(market, call),
  );
}

/** {@link acceptMany} of signed offers. */
export function acceptSignedMany(market: Market, call: Call, acceptances: readonly SignedAcceptance[]): MarketEvent[] {
  requireRunning(market);
  return inTurn(
    acceptances,
    ({ offer, signature, energyWh }) => acceptSigned(market, call, offer, signature, energyWh),
    acceptanceRefused(market, call),
  );
}

/** Settles one after the other; one that is refused does not keep the others from it. */
export function settleMany(market: Market, call: Call, settlements: readonly Settlement[]): MarketEvent[] {
  return inTurn(
    settlements,
    ({ agreement, energyWh, meterSignature }) => settle(market, call, agreement, energyWh, meterSignature),
    ({ agreement }, index, refusal) =>
      event("SettlementRefused", market.cryptography.agreementId(agreement), index, refusal),
  );
}

function acceptanceRefused({ cryptography }: Market, { sender }: Call) {
  return ({ offer }: Acceptance, index: bigint, refusal: Refused) =>
    event("AcceptanceRefused", cryptography.offerId(offer), sender, index, refusal);
}

/** The events of all items: what an item did, or why it was refused. */
function inTurn<Item>(
  items: readonly Item[],
  action: (item: Item) => MarketEvent[],
  refused: (item: Item, index: bigint, refusal: Refused) => MarketEvent,
): MarketEvent[] {
  return items.flatMap((item, index) => {
    const answer = answerOf(() => action(item));
    return "events" in answer ? answer.events : [refused(item, BigInt(index), answer.refusal)];
  });
}
