import { basename, dirname } from "node:path";

import { exportOf, TABLES } from "../../src/market/export.js";
import { historyOf, historyText } from "../../src/market/history.js";
import { requireWritable, writeFiles } from "../../src/report/write.js";
import { choiceOption } from "../options.js";
import { namesAccounts, required, subjectNamed } from "./arguments.js";
import { print } from "./facts.js";
import { marketQuery, type SessionArguments } from "./session.js";

interface HistoryArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** The events of a user, an offer or an agreement, from the chain; of the account itself by default. */
export const historyCommand = marketQuery(
  async ({ of }: HistoryArguments, session) => {
    const subject = await subjectNamed(of, session);
    const filter =
      "user" in subject
        ? subject
        : "offer" in subject
          ? { offer: subject.offer.id }
          : { agreement: subject.agreement.id };
    process.stdout.write(historyText(historyOf(await session.logs(), filter), session));
  },
  ({ of, account }) => namesAccounts(of ?? account),
);

interface ExportArguments extends SessionArguments {
  readonly what: string;
  readonly out: string | undefined;
}

/** Writes one table of the whole market, from the chain. */
export const exportCommand = marketQuery(async (args: ExportArguments, session) => {
  const out = required("--out", args.out, "the file to write");
  const what = choiceOption("--what", args.what, TABLES);
  await requireWritable(dirname(out), [basename(out)]);
  const [logs, now, verificationWindow] = await Promise.all([
    session.logs(),
    session.now(),
    session.reader.verificationWindow(),
  ]);
  const { rows, csv } = exportOf(logs, { now, verificationWindow })[what];
  await writeFiles(dirname(out), { [basename(out)]: csv });
  const counted = `${rows} ${rows === 1 ? "row" : "rows"} of ${what}`;
  print(session, { what, rows, out }, () => `Wrote ${counted} to ${out}.\n`);
});
