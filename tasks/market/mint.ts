import { perform, type ActArguments } from "./act.js";
import { fact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, moneyOption, required } from "./values.js";

interface MintArguments extends ActArguments {
  readonly to: string | undefined;
  readonly amount: string | undefined;
}

/** Creates tokens for somebody who has paid the bank; the bank's to do. */
export default marketCommand(async (args: MintArguments, session) => {
  const { reader, symbol } = session;
  const to = addressOption("--to", required("--to", args.to, "whose tokens they are"), session.accounts);
  const amount = moneyOption("--amount", required("--amount", args.amount, "an amount in tokens, such as 100"));
  await perform(session, args, {
    name: "mint",
    call: ["mint", [to, amount]],
    on: "token",
    facts: [fact("to", "to", to), moneyFact("amount", "amount", amount, symbol)],
    outcome: async () => [moneyFact("wallet", "tokens", await reader.tokenBalanceOf(to), symbol)],
  });
});
