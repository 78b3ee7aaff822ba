import { AgreementStatus, nameOf, Outcome, Reason, Side, type Offer } from "../model/terms.js";

/** A Unix time in seconds as people read it, UTC. @example timeText(0n) // "1970-01-01 00:00:00Z" */
export function timeText(timestamp: bigint): string {
  return new Date(Number(timestamp) * 1000).toISOString().replace("T", " ").replace(".000", "");
}

/** What an event says besides the ids that it is about, as "name value" pairs; numbers of the contract as their names. */
export function detailsOf(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .filter(([name]) => !IDS.has(name))
    .flatMap(([name, value]) => (name === "offer" ? offerDetails(value as Offer) : [`${name} ${worded(name, value)}`]))
    .join(", ");
}

const IDS = new Set(["agreementId", "offerId"]);
const NAMES: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {
  status: AgreementStatus,
  reason: Reason,
  outcome: Outcome,
  side: Side,
};

function offerDetails(offer: Offer): string[] {
  // Who declares it is an argument of its own.
  const terms = Object.entries(offer).filter(([field]) => field !== "declarer");
  return terms.map(([field, value]) => `${field} ${worded(field, value)}`);
}

function worded(name: string, value: unknown): string {
  const names = NAMES[name];
  return names !== undefined && typeof value === "bigint" ? nameOf(names, value) : String(value);
}
