import { isoInstant } from "../../src/data/timestamp.js";
import type { OfferRecord } from "../../src/market/ledger/records.js";
import { offerWord, sideWord } from "../../src/market/words.js";
import { toTextTable } from "../../src/report/table.js";
import { agreementStatus } from "./agreement-status.js";
import { subjectNamed } from "./arguments.js";
import { agreementColumns, offerDocument } from "./columns.js";
import { energyFact, fact, print, tableOf, termsFacts } from "./facts.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { userStatus } from "./user-status.js";

interface StatusArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** How a user, an offer or an agreement stands; the account itself by default. */
export const statusCommand = marketCommand(async ({ of }: StatusArguments, session) => {
  const subject = await subjectNamed(of, session);
  if ("user" in subject) return userStatus(session, subject.user);
  return "offer" in subject ? offerStatus(session, subject.offer) : agreementStatus(session, subject.agreement);
});

/** Prints an offer's terms, what is left of it and the agreements made on it. */
async function offerStatus(session: Session, offer: OfferRecord): Promise<void> {
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
