import { recoverSigner } from "../../src/chain/signing/secp256k1.js";
import type { DecodedEvent } from "../../src/chain/abi/event-coder.js";
import { argumentsOf, eventsIn } from "../../src/market/market-events.js";
import { agreementIdOf, agreementDigest } from "../../src/market/typed-data.js";
import { AgreementStatus, Reason, type Agreement, type Offer } from "../../src/model/terms.js";
import type { MinedTransaction } from "./blocks.js";
import type { StepCall } from "./calls.js";
import type { KeyHolder } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";

/** An agreement on a simulated market, with its state by the events so far. */
export interface SimulatedTrade {
  readonly id: string;
  readonly agreement: Agreement;
  /** Whether the market spared it full verification. */
  readonly fastLane: boolean;
  /** Only for a full verification on a market that asks the parties to sign. */
  readonly signatures: PartySignatures | undefined;
  status: bigint;
  /** Why it is void or terminated. */
  reason: bigint;
}

/** The call that declares an offer. */
export function declareCall(market: SimulatedMarket, offer: Offer): StepCall {
  return market.call("declare", offer.declarer, "declare", [offer]);
}

/** The call that accepts `energyWh` of an offer. */
export function acceptCall(market: SimulatedMarket, accepter: string, offer: Offer, energyWh: bigint): StepCall {
  return market.call("accept", accepter, "accept", [offer, energyWh]);
}

/** The trade of an acceptance, by its receipt. If it needs full verification, the parties sign it at once. */
export function tradeIn(market: SimulatedMarket, receipt: MinedTransaction, offer: Offer): SimulatedTrade {
  const events = eventsIn(market.abi, market.address, receipt);
  const accepted = argumentsOf(events, "Accepted") as unknown as AcceptedArguments;
  const { agreementId, accepter, energyWh, fillIndex, meter, status } = accepted;
  const agreement: Agreement = { offer, accepter, energyWh, fillIndex, meter };
  if (agreementIdOf(agreement) !== agreementId) throw new Error("the agreement's id is not the hash of its terms");
  const fastLane = status !== AgreementStatus.AwaitingVerification;
  const signatures = fastLane || market.kind === "traditional" ? undefined : signedByParties(market, agreement);
  const trade: SimulatedTrade = { id: agreementId, agreement, fastLane, signatures, status, reason: Reason.None };
  follow(trade, events);
  return trade;
}

/** Updates a trade by the receipt of a later transaction. @returns the receipt's events */
export function followTrade(market: SimulatedMarket, trade: SimulatedTrade, receipt: MinedTransaction): DecodedEvent[] {
  const events = eventsIn(market.abi, market.address, receipt);
  follow(trade, events);
  return events;
}

function follow(trade: SimulatedTrade, events: readonly DecodedEvent[]): void {
  for (const { name, args } of events) {
    if (args.agreementId !== trade.id) continue;
    if (name === "Signed") trade.status = AgreementStatus.Signed;
    if (name === "Settled") trade.status = AgreementStatus.Settled;
    if (name === "Voided" || name === "Terminated") {
      trade.status = name === "Voided" ? AgreementStatus.Void : AgreementStatus.Terminated;
      trade.reason = args.reason as bigint;
    }
  }
}

interface AcceptedArguments extends Omit<Agreement, "offer"> {
  readonly agreementId: string;
  readonly status: bigint;
}

/** The parties' signatures for a full verification: 65 bytes in hex each. */
interface PartySignatures {
  readonly declarer: string;
  readonly accepter: string;
  /** Whether each recovers to the party that it is for, as an authority checks before it signs. */
  readonly own: boolean;
}

/** Signs an agreement with both parties' keys, and recovers the signers. */
function signedByParties(market: SimulatedMarket, agreement: Agreement): PartySignatures {
  const digest = agreementDigest(market.domain, agreement);
  const [declarer, accepter] = [agreement.offer.declarer, agreement.accepter].map((address) => {
    const signature = holderOf(market, address).signer.signDigest(digest);
    return { signature, own: recoverSigner(digest, signature) === address };
  }) as [Signed, Signed];
  return { declarer: declarer.signature, accepter: accepter.signature, own: declarer.own && accepter.own };
}

interface Signed {
  readonly signature: string;
  readonly own: boolean;
}

function holderOf(market: SimulatedMarket, address: string): KeyHolder {
  const holder = market.users.get(address);
  if (holder === undefined) throw new Error(`${address} is not a participant`);
  return holder;
}
