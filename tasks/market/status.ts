import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord, OfferRecord, EventPlace } from "../../src/market/ledger/records.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import { laneWord, offerWord, outcomeWord, reasonWord, sideWord, statusWord } from "../../src/market/words.js";
import { costDown } from "../../src/model/settlement.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { toTextTable } from "../../src/report/table.js";
import { namesAccounts, subjectNamed } from "./arguments.js";
import {
  documentOf,
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
import { circumstancesOf, nextStepOf, stepText } from "./next-step.js";
import { dueFact, paymentFacts, workingOf } from "./payments.js";
import { marketQuery, type Session, type SessionArguments } from "./session.js";
import { askSignatures, authorityUrls, type Signatures } from "./signatures.js";
import { agreementColumns, userStatus } from "./user-status.js";

interface StatusArguments extends SessionArguments {
  readonly of: string | undefined;
  readonly authorities: string | undefined;
}

/** How a user, an offer or an agreement stands; the account itself by default. */
export const statusCommand = marketQuery(
  async ({ of, authorities }: StatusArguments, session) => {
    const urls = authorityUrls(authorities);
    const subject = await subjectNamed(of, session);
    if ("user" in subject) return userStatus(session, subject.user, urls);
    return "offer" in subject ? offerStatus(session, subject.offer) : agreementStatus(session, subject.agreement, urls);
  },
  ({ of, account }) => namesAccounts(of ?? account),
);

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
async function agreementStatus(session: Session, agreement: AgreementRecord, urls: readonly string[]): Promise<void> {
  const { symbol, record } = session;
  const isWaiting = agreement.status === AgreementStatus.AwaitingVerification;
  const signatures = isWaiting ? await signaturesOf(session, agreement, urls) : undefined;
  const { deadline, ...circumstances } = await circumstancesOf(session, agreement, signatures);
  const next = nextStepOf(agreement, { deadline, ...circumstances });
  const signed = signatures === undefined ? [] : signatureFacts(signatures, record.kind);
  const document = {
    ...agreementDocument(agreement),
    deadline: deadline === 0n ? undefined : deadline,
    ...documentOf(signed),
    turns: next.turns,
    until: next.until,
    next: stepText(next),
  };
  print(session, document, () =>
    tableOf("Agreement", [
      ...termFacts(agreement, symbol),
      ...courseFacts(agreement, symbol),
      ...signed,
      fact("next", "next", stepText(next)),
    ]),
  );
}

/** Who has signed: what authorities say or, on a traditional market, the chain; undefined when nobody was asked. */
async function signaturesOf(
  session: Session,
  agreement: AgreementRecord,
  urls: readonly string[],
): Promise<Signatures | undefined> {
  if (urls.length > 0) return askSignatures(urls, agreement);
  if (session.record.kind === "improved") return undefined;
  const checks = (await session.logs())
    .map(({ event }) => event)
    .filter(({ name, args }) => name === "Checked" && args.agreementId === agreement.id);
  // A change of the committee begins the count anew.
  const counted = Number(checks.at(-1)?.args.checks ?? 0n);
  return { parties: [], authorities: checks.slice(checks.length - counted).map(({ args }) => String(args.authority)) };
}

function signatureFacts({ parties, authorities }: Signatures, kind: MarketKind): CommandFact[] {
  const missing = (["buyer", "seller"] as const).filter((party) => !parties.includes(party));
  const verdicts = fact(
    "verdicts",
    "authorities",
    authorities.length,
    `${authorities.length} have given their verdict`,
  );
  if (kind === "traditional") return [verdicts];
  return [
    fact("signedBy", "has signed", parties.join(", "), parties.join(" and ") || "neither party"),
    fact("missing", "is missing", missing.join(", "), missing.join(" and ") || "neither party"),
    verdicts,
  ];
}

/** An agreement as programs read it: energy in Wh, money in base units, times in s. */
function agreementDocument(agreement: AgreementRecord) {
  const { status, reason, settlement, terms, ...rest } = agreement;
  return {
    ...rest,
    status: statusWord(status),
    reason: reason === 0n ? undefined : reasonWord(reason),
    terms: { ...terms, offer: { ...terms.offer, side: sideWord(terms.offer.side) } },
    settlement: settlement && {
      ...settlement,
      outcome: outcomeWord(settlement.outcome),
      working: workingOf({ agreedWh: terms.energyWh, usedWh: settlement.energyWh, prices: terms.offer }),
    },
  };
}

function termFacts({ id, offerId, buyer, seller, terms, status }: AgreementRecord, symbol: string): CommandFact[] {
  const { offer, energyWh, meter } = terms;
  const payments = status === AgreementStatus.AwaitingVerification || status === AgreementStatus.Signed;
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
    ...(payments ? paymentFacts(energyWh, offer, symbol) : []),
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
          dueFact("due", "due", {
            agreedWh: agreement.terms.energyWh,
            usedWh: settlement.energyWh,
            prices: agreement.terms.offer,
            symbol,
          }),
          moneyFact("paid", "paid to the seller", settlement.paid, symbol),
          moneyFact("debt", "still owed", debt, symbol),
        ]),
  ];
}

function placeFact(name: string, place: EventPlace | undefined): CommandFact[] {
  if (place === undefined) return [];
  return [fact(name, name, place.timestamp, `${isoInstant(Number(place.timestamp))}, block ${place.block}`)];
}
