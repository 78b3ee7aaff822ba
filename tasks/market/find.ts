import type { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord, OfferRecord } from "../../src/market/ledger/records.js";
import { UserError } from "../../src/model/errors.js";

/** Fewest hex digits that stand for an id. */
const FEWEST_DIGITS = 6;
const ID = new RegExp(`^0x[0-9a-f]{${FEWEST_DIGITS},64}$`);

/** Finds an offer by its id, or the id's beginning. @throws UserError when there is none, or more than one */
export function offerBy(ledger: MarketLedger, text: string): OfferRecord {
  return found("offer", "market offers", text, startingWith(ledger.offers(), text, "offer"));
}

/** Finds an agreement by its id, or the id's beginning. @throws UserError when there is none, or more than one */
export function agreementBy(ledger: MarketLedger, text: string): AgreementRecord {
  return found("agreement", "market status", text, startingWith(ledger.agreements(), text, "agreement"));
}

/** An offer or an agreement. @throws UserError when there is none, or more than one */
export function offerOrAgreementBy(ledger: MarketLedger, text: string): OfferRecord | AgreementRecord {
  const all = [...ledger.offers(), ...ledger.agreements()];
  return found("offer or agreement", "market status", text, startingWith(all, text, "id"));
}

function startingWith<Found extends { readonly id: string }>(all: readonly Found[], text: string, what: string) {
  const beginning = text.toLowerCase();
  if (!ID.test(beginning)) {
    throw new UserError(
      `${what} ${text}: is no id: give it in hex, or its first ${FEWEST_DIGITS} digits or more after 0x`,
    );
  }
  return all.filter(({ id }) => id.startsWith(beginning));
}

function found<Found>(what: string, where: string, text: string, matches: readonly Found[]): Found {
  const [match, other] = matches;
  if (match === undefined) throw new UserError(`${what} ${text}: there is none on this market (see ${where})`);
  if (other !== undefined) throw new UserError(`${what} ${text}: ${matches.length} begin like this: give more digits`);
  return match;
}
