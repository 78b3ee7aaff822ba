import { AgreementStatus, Reason, type Agreement, type Offer } from "../model/terms.js";
import type { Call, Receipt } from "./block-sender.js";
import { eventsIn } from "./market-events.js";
import type { MarketBench } from "./market-bench.js";
import { agreementIdOf } from "./typed-data.js";

/** An agreement under way on a bench: what its events have said of it so far. */
export interface Trade {
  readonly id: string;
  readonly agreement: Agreement;
  /** Whether it was spared full verification, as the market decided. */
  readonly fastLane: boolean;
  status: bigint;
  /** Why it is void or terminated. */
  reason: bigint;
}

/** The call that accepts `energyWh` of an offer. */
export function acceptCall(bench: MarketBench, accepter: string, offer: Offer, energyWh: bigint): Call {
  return bench.call("accept", accepter, "accept", [offer, energyWh]);
}

/** The trade that an acceptance brought about, as its receipt tells it. */
export function tradeIn(bench: MarketBench, receipt: Receipt, offer: Offer): Trade {
  const events = eventsIn(bench.abi, bench.market, receipt);
  const accepted = events.find(({ name }) => name === "Accepted")?.args;
  if (accepted === undefined) throw new Error(`${receipt.transactionHash} accepted nothing`);
  const { agreementId, accepter, energyWh, fillIndex, meter, status } = accepted as unknown as AcceptedArguments;
  const agreement: Agreement = { offer, accepter, energyWh, fillIndex, meter };
  if (agreementIdOf(agreement) !== agreementId) throw new Error("the agreement's id is not the hash of its terms");
  const fastLane = status !== AgreementStatus.AwaitingVerification;
  const trade: Trade = { id: agreementId, agreement, fastLane, status, reason: Reason.None };
  follow(trade, events);
  return trade;
}

/** Brings a trade up to what the receipt of a later transaction tells. */
export function followTrade(bench: MarketBench, trade: Trade, receipt: Receipt): void {
  follow(trade, eventsIn(bench.abi, bench.market, receipt));
}

function follow(trade: Trade, events: ReturnType<typeof eventsIn>): void {
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
