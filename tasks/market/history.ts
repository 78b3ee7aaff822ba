import { historyOf, historyText } from "../../src/market/history.js";
import { subjectNamed } from "./arguments.js";
import { marketCommand, type SessionArguments } from "./session.js";

interface HistoryArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** The events of a user, an offer or an agreement, from the chain; of the account itself by default. */
export const historyCommand = marketCommand(async ({ of }: HistoryArguments, session) => {
  const subject = await subjectNamed(of, session);
  const filter =
    "user" in subject
      ? subject
      : "offer" in subject
        ? { offer: subject.offer.id }
        : { agreement: subject.agreement.id };
  process.stdout.write(historyText(historyOf(await session.logs(), filter), session));
});
