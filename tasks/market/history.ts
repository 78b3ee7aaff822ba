import { isAddress } from "ethers";

import type { MarketLog } from "../../src/market/follow/chain-step.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { shortId } from "../../src/report/amounts.js";
import type { Column } from "../../src/report/column.js";
import { toTextTable } from "../../src/report/table.js";
import { detailsOf } from "./words.js";
import { offerOrAgreementBy } from "./find.js";
import { print } from "./facts.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { addressOption } from "./values.js";

interface HistoryArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** The events of a user, an offer or an agreement; of the account itself when nothing is named. */
export default marketCommand(async ({ of }: HistoryArguments, session) => {
  const about = await subjectsOf(of, session);
  const logs = (await session.logs()).filter(({ event }) => subjectsIn(event.args).some((value) => about.has(value)));
  const document = logs.map(({ block, transactionHash, event }) => ({
    time: block.timestamp,
    block: block.number,
    transaction: transactionHash,
    event: event.name,
    args: event.args,
  }));
  print(session, document, () => (logs.length === 0 ? "No events.\n" : toTextTable(COLUMNS, logs)));
});

/** The ids and addresses whose events are meant, in lower case: a user's, with the user's offers and agreements. */
async function subjectsOf(of: string | undefined, session: Session): Promise<ReadonlySet<string>> {
  const ledger = await session.ledger();
  if (of !== undefined && !isAddress(of) && !/^\d{1,9}$/.test(of)) {
    const found = offerOrAgreementBy(ledger, of);
    const agreements = "offerId" in found ? [] : ledger.agreementsOn(found.id);
    return new Set([found.id, ...agreements.map(({ id }) => id)]);
  }
  const user = of === undefined ? session.account : addressOption("history of", of, session.accounts);
  const ids = [...ledger.offersOf(user), ...ledger.agreementsOf(user)].map(({ id }) => id);
  return new Set([user.toLowerCase(), ...ids]);
}

function subjectsIn(args: MarketLog["event"]["args"]): string[] {
  // An acceptance belongs to its offer's history by its agreement, which the offer's subjects name.
  const { offerId, ...others } = args;
  const own = "agreementId" in args ? others : { offerId, ...others };
  return Object.values(own).flatMap((value) => (typeof value === "string" ? [value.toLowerCase()] : []));
}

const COLUMNS: readonly Column<MarketLog>[] = [
  { name: "time", heading: "Time", value: ({ block }) => isoInstant(Number(block.timestamp)) },
  { name: "block", heading: "Block", value: ({ block }) => block.number },
  { name: "event", heading: "Event", value: ({ event }) => event.name },
  {
    name: "of",
    heading: "Of",
    value: ({ event: { args } }) => shortId((args.agreementId ?? args.offerId ?? args.user ?? "") as string),
  },
  { name: "details", heading: "Details", value: ({ event }) => detailsOf(event) },
];
