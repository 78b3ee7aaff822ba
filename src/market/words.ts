import type { DecodedEvent } from "../chain/abi/event-coder.js";
import { isoInstant } from "../data/timestamp.js";
import { AgreementStatus, nameOf, type Offer, OfferStatus, Outcome, Reason, Side } from "../model/terms.js";
import { kWh, shortId, tokens } from "../report/amounts.js";
import type { AgreementRecord, OfferRecord } from "./ledger/records.js";

// The contracts' numbers and events in words: the same in commands, CSV files and pages.

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

/** Why an agreement is void or terminated. @example reasonWord(5n) // "the committee refused" */
export function reasonWord(reason: bigint): string {
  return wordIn(REASONS, Reason, reason);
}

/** @example outcomeWord(1n) // "excess" */
export function outcomeWord(outcome: bigint): string {
  return wordIn(OUTCOMES, Outcome, outcome);
}

/** What has become of an offer at a time: open, filled, expired or cancelled. @param now - Unix time, s */
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
  | "checks"
  | "debt"
  | "energyWh"
  | "epoch"
  | "feePerMWh"
  | "index"
  | "number"
  | "outcome"
  | "paid"
  | "reason"
  | "remaining"
  | "remainingWh"
  | "status";
type TextName = "accepter" | "account" | "authority" | "meter" | "newOwner" | "payer" | "to";

const caps = ({ capTrades, capEnergyWh }: Args) => `${capTrades} trades, ${kWh(capEnergyWh)} kWh`;
const reason = (args: Args) => reasonWord(args.reason);
const owner = ({ newOwner }: Args) => `to ${newOwner}`;
const account = (args: Args) => `by ${shortId(args.account)}`;
const committee = ({ epoch }: Args) => `from epoch ${epoch}`;
const nothing = () => "";

/** What each event of the markets says besides its name and what it is about. @public */
export const EVENT_DETAILS: Readonly<Record<string, (args: Args) => string>> = {
  // Users and money
  Registered: (args) => `caps: ${caps(args)}`,
  CapsSet: (args) => `caps: ${caps(args)}`,
  DefaultCapsSet: (args) => `caps of new users: ${caps(args)}`,
  MeterSet: ({ meter }) => `meter ${meter}`,
  Deposited: ({ amount, payer }) => `${tokens(amount)} from ${shortId(payer)}`,
  Withdrawn: ({ amount, to }) => `${tokens(amount)} to ${shortId(to)}`,
  FeeSet: ({ feePerMWh }) => `${tokens(feePerMWh)}/MWh`,
  FeesCollected: ({ amount, to }) => `${tokens(amount)} to ${shortId(to)}`,

  // Offers
  Declared: ({ offer }) =>
    `${sideWord(offer.side)} ${kWh(offer.energyWh)} kWh at ${tokens(offer.pricePerMWh)}/MWh, ` +
    `delivery from ${isoInstant(Number(offer.deliveryStart))}`,
  BegunBySignature: () => "signed off chain",
  Cancelled: ({ remainingWh }) => `${kWh(remainingWh)} kWh were left`,
  CancelledUpTo: ({ number }) => `signed offers up to number ${number}`,
  AcceptanceRefused: ({ index, accepter }) => `to ${shortId(accepter)}, item ${index} of a batch`,

  // Agreements
  Accepted: ({ energyWh, status }) => `${kWh(energyWh)} kWh, ${statusWord(status)}`,
  Checked: ({ authority, checks }) => `by authority ${shortId(authority)}, check ${checks}`,
  Signed: nothing,
  Voided: reason,
  Terminated: reason,
  Settled: ({ outcome, energyWh, paid, debt }) =>
    `${outcomeWord(outcome)}: ${kWh(energyWh)} kWh used, ${tokens(paid)} paid, ${tokens(debt)} owed`,
  SettlementRefused: ({ index }) => `item ${index} of a batch`,
  DebtPaid: ({ amount, remaining }) => `${tokens(amount)} paid, ${tokens(remaining)} still owed`,

  // The operator
  AuthorityAdded: committee,
  AuthorityRemoved: committee,
  Paused: account,
  Unpaused: account,
  OwnershipTransferred: owner,
  OwnershipTransferStarted: owner,
  EIP712DomainChanged: nothing,
};

/** An event's details for people; empty where its name says it all. */
export function detailsOf({ name, args }: DecodedEvent): string {
  return EVENT_DETAILS[name]?.(args as unknown as Args) ?? "";
}
