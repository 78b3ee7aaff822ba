import { argumentsOf } from "../../src/market/market-events.js";
import { UserError } from "../../src/model/errors.js";
import { perform, type Act, type ActArguments } from "./act.js";
import { energyFact, fact } from "./facts.js";
import { offerBy } from "./find.js";
import { marketCommand, type Session } from "./session.js";
import { readSignedOffer } from "./signed-offer.js";
import { integerOption } from "./values.js";

interface CancelArguments extends ActArguments {
  readonly offer: string | undefined;
  readonly signed: string | undefined;
  readonly upTo: string | undefined;
}

/** Closes an offer, a signed one, or all signed ones up to a number; agreements already made stay. */
export default marketCommand(async (args: CancelArguments, session) => {
  await perform(session, args, await cancellation(args, session));
});

async function cancellation({ offer, signed, upTo }: CancelArguments, session: Session): Promise<Act> {
  if ([offer, signed, upTo].filter((given) => given !== undefined).length !== 1) {
    throw new UserError("the offer is missing: give its id, or --signed FILE, or --up-to NUMBER, one of the three");
  }
  if (upTo !== undefined) {
    const number = integerOption("--up-to", upTo, 64);
    const facts = [fact("upTo", "signed offers up to", number, `number ${number}`)];
    return { name: "cancel", call: ["cancelUpTo", [number]], facts };
  }
  const [{ id, terms }, call] =
    signed === undefined
      ? ([offerBy(await session.ledger(), offer ?? ""), "cancel"] as const)
      : ([await readSignedOffer(signed, session), "cancelSigned"] as const);
  return {
    name: "cancel",
    call: [call, [terms]],
    facts: [fact("offer", "offer", id)],
    outcome: (events) => [
      energyFact("remainingWh", "no longer offered", argumentsOf(events, "Cancelled").remainingWh as bigint),
    ],
  };
}
