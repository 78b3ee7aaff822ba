import { argumentsOf } from "../../chain/market-events.js";
import { perform, type ActArguments } from "./act.js";
import { energyFact, fact } from "./facts.js";
import { offerBy } from "./find.js";
import { marketCommand } from "./session.js";
import { required } from "./values.js";

interface CancelArguments extends ActArguments {
  readonly offer: string | undefined;
}

/** Closes an offer; agreements already made on it stay. */
export default marketCommand(async (args: CancelArguments, session) => {
  const text = required("the offer", args.offer, "its id, as market offers shows it");
  const { id, terms } = offerBy(await session.ledger(), text);
  await perform(session, args, {
    name: "cancel",
    call: ["cancel", [terms]],
    facts: [fact("offer", "offer", id)],
    outcome: (events) => [
      energyFact("remainingWh", "not sold or bought", argumentsOf(events, "Cancelled").remainingWh as bigint),
    ],
  });
});
