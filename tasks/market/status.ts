import { isAddress } from "ethers";

import { isoInstant } from "../../src/data/timestamp.js";
import type { OfferRecord } from "../../src/market/ledger/records.js";
import { toTextTable } from "../../src/report/table.js";
import { agreementStatus } from "./agreement-status.js";
import { agreementColumns, offerDocument } from "./columns.js";
import { energyFact, fact, print, tableOf, termsFacts } from "./facts.js";
import { offerOrAgreementBy } from "./find.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { userStatus } from "./user-status.js";
import { addressOption } from "./values.js";
import { offerWord, sideWord } from "./words.js";

interface StatusArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** How things stand with a user, an offer or an agreement; with the account itself when nothing is named. */
export default marketCommand(async ({ of }: StatusArguments, session) => {
  if (of === undefined) return userStatus(session, session.account);
  if (isAddress(of) || /^\d{1,9}$/.test(of))
    return userStatus(session, addressOption("status of", of, session.accounts));
  const found = offerOrAgreementBy(await session.ledger(), of);
  return "offerId" in found ? agreementStatus(session, found) : offerStatus(session, found);
});

/** Prints an offer's terms, what is left of it and the agreements made on it. */
export async function offerStatus(session: Session, offer: OfferRecord): Promise<void> {
  const { symbol } = session;
  const [ledger, now] = await Promise.all([session.ledger(), session.now()]);
  const agreements = ledger.agreementsOn(offer.id);
  const { terms } = offer;
  print(session, { ...offerDocument(offer, now), agreements: agreements.map(({ id }) => id) }, () => {
    const facts = [
      fact("id", "offer", offer.id),
      fact("status", "status", offerWord(offer, now)),
      fact("side", "side", sideWord(terms.side)),
      fact("declarer", "declarer", terms.declarer),
      energyFact("remainingWh", "left", offer.remainingWh),
      energyFact("energyWh", "of", terms.energyWh),
      ...termsFacts(terms, symbol),
      fact("declared", "declared", null, isoInstant(Number(offer.declared.timestamp))),
    ];
    const made = agreements.length === 0 ? "No agreements yet.\n" : toTextTable(agreementColumns(), agreements);
    return `${tableOf("Offer", facts)}\n${made}`;
  });
}
