import type { MarketEvent } from "../../chain/market-events.js";
import type { Offer } from "../../model/terms.js";
import { kWh, shortId, tokens } from "../../report/amounts.js";
import { outcomeWord, reasonWord, sideWord, statusWord } from "./words.js";

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
