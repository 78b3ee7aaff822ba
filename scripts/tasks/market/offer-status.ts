import type { OfferRecord } from "../../chain/ledger/records.js";
import { isoInstant } from "../../data/timestamp.js";
import { toTextTable } from "../../report/table.js";
import { agreementColumns } from "./agreement-columns.js";
import { energyFact, fact, tableOf } from "./facts.js";
import { offerDocument } from "./offer-columns.js";
import { print } from "./print.js";
import type { Session } from "./session.js";
import { termsFacts } from "./terms-facts.js";
import { offerWord, sideWord } from "./words.js";

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
