import { argumentsOf } from "../../src/market/market-events.js";
import { perform, type ActArguments } from "./act.js";
import { fact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption } from "./values.js";

interface CollectArguments extends ActArguments {
  readonly to: string | undefined;
}

/** Pays the collected fees out; the operator's to do. */
export default marketCommand(async (args: CollectArguments, session) => {
  const { account, symbol } = session;
  const to = args.to === undefined ? account : addressOption("--to", args.to, session.accounts);
  await perform(session, args, {
    name: "collect-fees",
    call: ["collectFees", [to]],
    facts: [fact("to", "to", to)],
    outcome: (events) => [moneyFact("amount", "amount", argumentsOf(events, "FeesCollected").amount as bigint, symbol)],
  });
});
