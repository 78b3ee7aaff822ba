import type { AgreementRecord, OfferRecord } from "../../src/market/ledger/records.js";
import type { MarketEvent } from "../../src/market/market-events.js";
import { AgreementStatus, nameOf, type Offer, OfferStatus, Outcome, Reason, Side } from "../../src/model/terms.js";
import { kWh, shortId, tokens } from "../../src/report/amounts.js";

// How people and programs are told what the contracts have as numbers.

const SIDES: Readonly<Record<string, string>> = { Buy: "buy", Sell: "sell" };
const STATUSES: Readonly<Record<string, string>> = {
  AwaitingVerification: "awaiting verification",
  Signed: "signed",
  Settled: "settled",
  Void: "void",
  Terminated: "terminated",
};
const REASONS: Readonly<Record<string, string>> = {
  MarginMissing: "the buyer's margin is missing",
  FeeMissing: "the seller's fee is missing",
  DebtUnpaid: "a party owes for an earlier agreement",
  KeyRefused: "a party's signature was not its own",
  CommitteeRefused: "the committee refused",
  DeadlinePassed: "verification did not come in time",
  PartyDeclined: "a party declined",
};
const OUTCOMES: Readonly<Record<string, string>> = {
  InBand: "in band",
  Excess: "excess",
  Shortfall: "shortfall",
  Unmetered: "unmetered",
};

/** @example sideWord(0n) // "buy" */
export function sideWord(side: bigint): string {
  return wordIn(SIDES, Side, side);
}

/** @example statusWord(1n) // "awaiting verification" */
export function statusWord(status: bigint): string {
  return wordIn(STATUSES, AgreementStatus, status);
}

/** Why an agreement is void or terminated. */
export function reasonWord(reason: bigint): string {
  return wordIn(REASONS, Reason, reason);
}

/** @example outcomeWord(1n) // "excess" */
export function outcomeWord(outcome: bigint): string {
  return wordIn(OUTCOMES, Outcome, outcome);
}

/** What can be done with an offer at a time. */
export function offerWord({ status, remainingWh, terms }: OfferRecord, now: bigint): string {
  if (status === OfferStatus.Cancelled) return "cancelled";
  if (now >= terms.expiry) return "expired";
  return remainingWh === 0n ? "filled" : "open";
}

/** How an agreement was, or is to be, verified. */
export function laneWord({ fastLane }: Pick<AgreementRecord, "fastLane">): string {
  return fastLane ? "fast lane" : "full verification";
}

function wordIn(
  words: Readonly<Record<string, string>>,
  table: Readonly<Record<string, bigint>>,
  value: bigint,
): string {
  const name = nameOf(table, value);
  return words[name] ?? name;
}

/** The events' arguments by their names. */
type Args = Readonly<Record<NumberName, bigint> & Record<TextName, string>> & { readonly offer: Offer };
type NumberName =
  | "amount"
  | "capEnergyWh"
  | "capTrades"
  | "debt"
  | "energyWh"
  | "number"
  | "outcome"
  | "paid"
  | "reason"
  | "remaining"
  | "remainingWh"
  | "status";
type TextName = "authority" | "keyHash" | "meter" | "payer" | "to" | "user";

/** What the events of a user, an offer or an agreement say, for people. */
const DETAILS: Readonly<Record<string, (args: Args) => string>> = {
  Registered: ({ capTrades, capEnergyWh }) => `caps: ${capTrades} trades, ${kWh(capEnergyWh)} kWh`,
  CapsSet: ({ capTrades, capEnergyWh }) => `caps: ${capTrades} trades, ${kWh(capEnergyWh)} kWh`,
  MeterSet: ({ meter }) => `meter ${meter}`,
  Deposited: ({ amount, payer }) => `${tokens(amount)} from ${shortId(payer)}`,
  Withdrawn: ({ amount, to }) => `${tokens(amount)} to ${shortId(to)}`,
  Declared: ({ offer }) => `${sideWord(offer.side)} ${kWh(offer.energyWh)} kWh at ${tokens(offer.pricePerMWh)}/MWh`,
  Cancelled: ({ remainingWh }) => `${kWh(remainingWh)} kWh were left`,
  CancelledUpTo: ({ number }) => `signed offers up to number ${number}`,
  Accepted: ({ energyWh, status }) => `${kWh(energyWh)} kWh, ${statusWord(status)}`,
  Voided: ({ reason }) => reasonWord(reason),
  Terminated: ({ reason }) => reasonWord(reason),
  Settled: ({ outcome, energyWh, paid, debt }) =>
    `${outcomeWord(outcome)}: ${kWh(energyWh)} kWh used, ${tokens(paid)} paid, ${tokens(debt)} owed`,
  DebtPaid: ({ amount, remaining }) => `${tokens(amount)} paid, ${tokens(remaining)} owed still`,
  Checked: ({ authority }) => `by authority ${shortId(authority)}`,
};

/** What an event says, for people; nothing where its name says it all. */
export function detailsOf({ name, args }: MarketEvent): string {
  return DETAILS[name]?.(args as unknown as Args) ?? "";
}
