import type { Receipt } from "../../src/chain/rpc/answers.js";
import { acceptData, declareData } from "../../src/market/market-calls.js";
import { argumentsOf, eventsIn, type MarketEvent } from "../../src/market/market-events.js";
import { agreementIdOf } from "../../src/market/typed-data.js";
import { AgreementStatus, Reason, type Agreement, type Offer } from "../../src/model/terms.js";
import type { Call } from "./calls.js";
import { signedByParties, type PartySignatures } from "./party-signatures.js";
import type { MarketBench } from "./simulated-market.js";

/** An agreement under way on a bench: what its events have said of it so far. */
export interface Trade {
  readonly id: string;
  readonly agreement: Agreement;
  /** Whether it was spared full verification, as the market decided. */
  readonly fastLane: boolean;
  /** Where it has to be verified on a market that asks the parties to sign. */
  readonly signatures: PartySignatures | undefined;
  status: bigint;
  /** Why it is void or terminated. */
  reason: bigint;
}

/** The call that declares an offer. */
export function declareCall(bench: MarketBench, offer: Offer): Call {
  return bench.rawCall("declare", offer.declarer, declareData(offer));
}

/** The call that accepts `energyWh` of an offer. */
export function acceptCall(bench: MarketBench, accepter: string, offer: Offer, energyWh: bigint): Call {
  return bench.rawCall("accept", accepter, acceptData(offer, energyWh));
}

/** The trade that an acceptance brought about, as its receipt tells it; the parties sign at once what is to be verified. */
export function tradeIn(bench: MarketBench, receipt: Receipt, offer: Offer): Trade {
  const events = eventsIn(bench.abi, bench.market, receipt);
  const accepted = argumentsOf(events, "Accepted") as unknown as AcceptedArguments;
  const { agreementId, accepter, energyWh, fillIndex, meter, status } = accepted;
  const agreement: Agreement = { offer, accepter, energyWh, fillIndex, meter };
  if (agreementIdOf(agreement) !== agreementId) throw new Error("the agreement's id is not the hash of its terms");
  const fastLane = status !== AgreementStatus.AwaitingVerification;
  const signatures = fastLane || bench.kind === "traditional" ? undefined : signedByParties(bench, agreement);
  const trade: Trade = { id: agreementId, agreement, fastLane, signatures, status, reason: Reason.None };
  follow(trade, events);
  return trade;
}

/** Brings a trade up to what the receipt of a later transaction tells. @returns the receipt's events */
export function followTrade(bench: MarketBench, trade: Trade, receipt: Receipt): MarketEvent[] {
  const events = eventsIn(bench.abi, bench.market, receipt);
  follow(trade, events);
  return events;
}

function follow(trade: Trade, events: readonly MarketEvent[]): void {
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
