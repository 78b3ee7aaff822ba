import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord, OfferRecord, EventPlace } from "../../src/market/ledger/records.js";
import { laneWord, offerWord, outcomeWord, reasonWord, sideWord, statusWord } from "../../src/market/words.js";
import { costDown } from "../../src/model/settlement.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { toTextTable } from "../../src/report/table.js";
import { subjectNamed } from "./arguments.js";
import {
  energyFact,
  fact,
  type CommandFact,
  moneyFact,
  priceFact,
  print,
  tableOf,
  termsFacts,
  timeFact,
} from "./facts.js";
import { offerDocument } from "./offers.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { agreementColumns, userStatus } from "./user-status.js";

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

/** Prints an agreement's terms, its history so far and what comes next. */
async function agreementStatus(session: Session, agreement: AgreementRecord): Promise<void> {
  const { reader, symbol } = session;
  const [{ deadline }, now, readingWindow] = await Promise.all([
    reader.agreementState(agreement.id),
    session.now(),
    reader.readingWindow(),
  ]);
  const next = nextStep(agreement, { deadline, now, readingWindow });
  print(session, { ...agreementDocument(agreement), deadline: deadline === 0n ? undefined : deadline, next }, () => {
    const facts = [...termFacts(agreement, symbol), ...courseFacts(agreement, symbol), fact("next", "next", next)];
    return tableOf("Agreement", facts);
  });
}

/** An agreement as programs read it: energy in Wh, money in base units, times in s. */
function agreementDocument(agreement: AgreementRecord) {
  const { status, reason, settlement, terms, ...rest } = agreement;
  return {
    ...rest,
    status: statusWord(status),
    reason: reason === 0n ? undefined : reasonWord(reason),
    terms: { ...terms, offer: { ...terms.offer, side: sideWord(terms.offer.side) } },
    settlement: settlement && { ...settlement, outcome: outcomeWord(settlement.outcome) },
  };
}

function termFacts({ id, offerId, buyer, seller, terms }: AgreementRecord, symbol: string): CommandFact[] {
  const { offer, energyWh, meter } = terms;
  return [
    fact("id", "agreement", id),
    fact("offer", "offer", offerId),
    fact("buyer", "buyer", buyer),
    fact("seller", "seller", seller),
    fact("meter", "meter", meter),
    energyFact("energyWh", "energy", energyWh),
    priceFact("pricePerMWh", "price", offer.pricePerMWh, symbol),
    moneyFact("margin", "buyer's margin", costDown(energyWh, offer.marginPerMWh), symbol),
    moneyFact("fee", "seller's fee", costDown(energyWh, offer.feePerMWh), symbol),
    timeFact("deliveryStart", "delivery from", offer.deliveryStart),
    timeFact("deliveryEnd", "delivery to", offer.deliveryEnd),
  ];
}

function courseFacts(agreement: AgreementRecord, symbol: string): CommandFact[] {
  const { status, reason, accepted, signed, ended, settlement, debt } = agreement;
  return [
    fact("lane", "lane", laneWord(agreement)),
    fact("status", "status", statusWord(status)),
    ...placeFact("accepted", accepted),
    ...placeFact("signed", signed),
    ...placeFact("ended", ended),
    ...(reason === 0n ? [] : [fact("reason", "reason", reasonWord(reason))]),
    ...(settlement === undefined
      ? []
      : [
          ...placeFact("settled", settlement.place),
          fact("outcome", "outcome", outcomeWord(settlement.outcome)),
          energyFact("usedWh", "energy used", settlement.energyWh),
          moneyFact("paid", "paid to the seller", settlement.paid, symbol),
          moneyFact("debt", "still owed", debt, symbol),
        ]),
  ];
}

function placeFact(name: string, place: EventPlace | undefined): CommandFact[] {
  if (place === undefined) return [];
  return [fact(name, name, place.timestamp, `${isoInstant(Number(place.timestamp))}, block ${place.block}`)];
}

interface Times {
  readonly deadline: bigint;
  readonly now: bigint;
  readonly readingWindow: bigint;
}

function nextStep({ status, terms, debt }: AgreementRecord, { deadline, now, readingWindow }: Times): string {
  const { deliveryEnd } = terms.offer;
  const at = (seconds: bigint) => isoInstant(Number(seconds));
  if (status === AgreementStatus.AwaitingVerification) {
    return now > deadline
      ? `not verified by ${at(deadline)}: end it with market expire`
      : `both parties run market verify by ${at(deadline)}`;
  }
  if (status === AgreementStatus.Signed) {
    if (now < deliveryEnd) return `delivery until ${at(deliveryEnd)}, then settlement by the meter's reading`;
    return now < deliveryEnd + readingWindow
      ? "settle with the meter's reading: market settle --reading FILE"
      : "market settle with a reading, or as a party with --unmetered";
  }
  return debt > 0n ? "the buyer deposits the debt, then market pay-debt" : "nothing: it has ended";
}
