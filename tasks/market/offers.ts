import type { OfferRecord } from "../../src/market/ledger/records.js";
import { toTextTable } from "../../src/report/table.js";
import { choiceOption } from "../options.js";
import { bookOf, bookText } from "./book.js";
import { offerColumns, offerDocument } from "./columns.js";
import { print } from "./facts.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { addressOption, moneyOption, timeOption } from "./values.js";
import { offerWord, sideWord } from "./words.js";

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

/** The market's offers as a table, or those that are open as a book by period and price. */
export default marketCommand(async (args: OffersArguments, session) => {
  const { symbol } = session;
  const filters = filtersIn(args, session);
  const [ledger, now] = await Promise.all([session.ledger(), session.now()]);
  const isOpen: Filter = (offer) => offerWord(offer, now) === "open";
  const wanted = args.open || args.book ? [...filters, isOpen] : filters;
  const offers = ledger.offers().filter((offer) => wanted.every((fits) => fits(offer)));
  if (args.book) {
    const book = bookOf(offers);
    print(session, { time: now, book }, () => bookText(book, symbol));
    return;
  }
  const documents = offers.map((offer) => offerDocument(offer, now));
  print(session, { time: now, offers: documents }, () =>
    offers.length === 0 ? "No such offers.\n" : toTextTable(offerColumns(symbol, now), offers),
  );
});

function filtersIn(args: OffersArguments, { accounts }: Session): Filter[] {
  const filters: Filter[] = [];
  if (args.side !== undefined) {
    const side = choiceOption("--side", args.side, ["buy", "sell"]);
    filters.push(({ terms }) => sideWord(terms.side) === side);
  }
  if (args.minPrice !== undefined) {
    const least = moneyOption("--min-price", args.minPrice);
    filters.push(({ terms }) => terms.pricePerMWh >= least);
  }
  if (args.maxPrice !== undefined) {
    const most = moneyOption("--max-price", args.maxPrice);
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
