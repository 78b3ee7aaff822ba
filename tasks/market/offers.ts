import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord, OfferRecord } from "../../src/market/ledger/records.js";
import { offerWord, sideWord } from "../../src/market/words.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { kWh, shortId, tokens } from "../../src/report/amounts.js";
import type { Column } from "../../src/report/column.js";
import { toTextTable } from "../../src/report/table.js";
import { choiceOption } from "../options.js";
import { addressOption, namesAccounts, priceOption, timeOption } from "./arguments.js";
import { print } from "./facts.js";
import { orderBookOf, orderBookText } from "./order-book.js";
import { marketQuery, type Session, type SessionArguments } from "./session.js";

interface OffersArguments extends SessionArguments {
  readonly side: string | undefined;
  readonly minPrice: string | undefined;
  readonly maxPrice: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly declarer: string | undefined;
  readonly open: boolean;
  readonly book: boolean;
}

type Filter = (offer: OfferRecord) => boolean;

/** Lists offers, or adds up the open ones to the order book. */
export const offersCommand = marketQuery(
  async (args: OffersArguments, session) => {
    const { symbol } = session;
    const filters = filtersIn(args, session);
    const [ledger, now] = await Promise.all([session.ledger(), session.now()]);
    const isOpen: Filter = (offer) => offerWord(offer, now) === "open";
    const wanted = args.open || args.book ? [...filters, isOpen] : filters;
    const listed = ledger.offers().filter((offer) => wanted.every((fits) => fits(offer)));
    if (args.book) {
      const book = orderBookOf(listed);
      print(session, { time: now, book }, () => orderBookText(book, symbol));
      return;
    }
    const awaitingOn = ({ id }: OfferRecord) =>
      ledger.agreementsOn(id).filter(({ status }) => status === AgreementStatus.AwaitingVerification);
    const documents = listed.map((offer) => ({
      ...offerDocument(offer, now),
      awaiting: awaitingOn(offer).map(({ id }) => id),
    }));
    print(session, { time: now, offers: documents }, () =>
      listed.length === 0
        ? "No such offers.\n"
        : toTextTable(offerColumns(symbol, now), listed) + listed.flatMap(awaitingOn).map(awaitingText).join(""),
    );
  },
  ({ declarer }) => namesAccounts(declarer),
);

/** Tells the declarer that an acceptance waits for its signature, too. */
function awaitingText({ id, offerId, terms }: AgreementRecord): string {
  return `\n${shortId(offerId)}: agreement ${shortId(id)} on ${kWh(terms.energyWh)} kWh awaits verification: see market status\n`;
}

function filtersIn(args: OffersArguments, { accounts }: Session): Filter[] {
  const filters: Filter[] = [];
  if (args.side !== undefined) {
    const side = choiceOption("--side", args.side, ["buy", "sell"]);
    filters.push(({ terms }) => sideWord(terms.side) === side);
  }
  if (args.minPrice !== undefined) {
    const least = priceOption("--min-price", args.minPrice);
    filters.push(({ terms }) => terms.pricePerMWh >= least);
  }
  if (args.maxPrice !== undefined) {
    const most = priceOption("--max-price", args.maxPrice);
    filters.push(({ terms }) => terms.pricePerMWh <= most);
  }
  if (args.from !== undefined) {
    const from = timeOption("--from", args.from);
    filters.push(({ terms }) => terms.deliveryStart >= from);
  }
  if (args.to !== undefined) {
    const to = timeOption("--to", args.to);
    filters.push(({ terms }) => terms.deliveryEnd <= to);
  }
  if (args.declarer !== undefined) {
    const declarer = addressOption("--declarer", args.declarer, accounts);
    filters.push(({ terms }) => terms.declarer === declarer);
  }
  return filters;
}

/** Offers as people read them. @param now - the chain's time, s */
function offerColumns(symbol: string, now: bigint): Column<OfferRecord>[] {
  return [
    { name: "offer", heading: "Offer", value: ({ id }) => shortId(id) },
    { name: "side", heading: "Side", value: ({ terms }) => sideWord(terms.side) },
    { name: "declarer", heading: "Declarer", value: ({ terms }) => shortId(terms.declarer) },
    { name: "left", heading: "Left [kWh]", numeric: true, value: ({ remainingWh }) => kWh(remainingWh) },
    { name: "of", heading: "Of [kWh]", numeric: true, value: ({ terms }) => kWh(terms.energyWh) },
    { name: "price", heading: `${symbol}/MWh`, numeric: true, value: ({ terms }) => tokens(terms.pricePerMWh) },
    { name: "from", heading: "Delivery from", value: ({ terms }) => isoInstant(Number(terms.deliveryStart)) },
    { name: "to", heading: "To", value: ({ terms }) => isoInstant(Number(terms.deliveryEnd)) },
    { name: "expiry", heading: "Until", value: ({ terms }) => isoInstant(Number(terms.expiry)) },
    { name: "status", heading: "Status", value: (offer) => offerWord(offer, now) },
  ];
}

/** An offer as programs read it: energy in Wh, prices in base units per MWh, times in s. */
export function offerDocument(offer: OfferRecord, now: bigint) {
  const { terms, declared, cancelled } = offer;
  return {
    id: offer.id,
    status: offerWord(offer, now),
    remainingWh: offer.remainingWh,
    fills: offer.fills,
    ...terms,
    side: sideWord(terms.side),
    declared,
    cancelled,
  };
}
