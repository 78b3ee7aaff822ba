import { UserError } from "../../src/model/errors.js";
import { perform, type ActArguments } from "./act.js";
import { fact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, moneyOption, required } from "./values.js";

interface WithdrawArguments extends ActArguments {
  readonly amount: string | undefined;
  readonly to: string | undefined;
}

/** Pays out of the account's free balance. */
export default marketCommand(async (args: WithdrawArguments, session) => {
  const { reader, account, symbol } = session;
  const text = required("--amount", args.amount, "an amount in tokens, such as 25.50, or all");
  const amount = text === "all" ? (await reader.accountOf(account)).free : moneyOption("--amount", text);
  if (amount === 0n) throw new UserError(`--amount ${text}: there is nothing to withdraw`);
  const to = args.to === undefined ? account : addressOption("--to", args.to, session.accounts);
  await perform(session, args, {
    name: "withdraw",
    call: ["withdraw", [amount, to]],
    facts: [moneyFact("amount", "amount", amount, symbol), fact("to", "to", to)],
    outcome: async () => [moneyFact("free", "balance", (await reader.accountOf(account)).free, symbol)],
  });
});
