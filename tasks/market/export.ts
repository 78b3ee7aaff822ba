import { basename, dirname } from "node:path";

import { toCsv } from "../../src/report/csv.js";
import { writeFiles } from "../../src/report/write.js";
import { choiceOption } from "../options.js";
import { AGREEMENT_EXPORT, offerExport, SETTLEMENT_EXPORT, type SettledRecord } from "./columns.js";
import { print } from "./facts.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { required } from "./values.js";

interface ExportArguments extends SessionArguments {
  readonly what: string;
  readonly out: string | undefined;
}

const TABLES = ["agreements", "offers", "settlements"] as const;

/** Writes a table of all offers, agreements or settlements of the market. */
export default marketCommand(async (args: ExportArguments, session) => {
  const out = required("--out", args.out, "the file to write");
  const what = choiceOption("--what", args.what, TABLES);
  const { rows, csv } = await tableOf(what, session);
  await writeFiles(dirname(out), { [basename(out)]: csv });
  print(session, { what, rows, out }, () => `${out} is written: ${rows} ${rows === 1 ? "row" : "rows"} of ${what}.\n`);
});

async function tableOf(what: (typeof TABLES)[number], session: Session): Promise<{ rows: number; csv: string }> {
  const ledger = await session.ledger();
  if (what === "offers") {
    const offers = ledger.offers();
    return { rows: offers.length, csv: toCsv(offerExport(await session.now()), offers) };
  }
  const agreements = ledger.agreements();
  if (what === "agreements") return { rows: agreements.length, csv: toCsv(AGREEMENT_EXPORT, agreements) };
  const settled = agreements.filter((agreement): agreement is SettledRecord => agreement.settlement !== undefined);
  return { rows: settled.length, csv: toCsv(SETTLEMENT_EXPORT, settled) };
}
