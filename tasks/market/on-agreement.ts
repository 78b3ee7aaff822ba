import type { AgreementRecord } from "../../src/market/ledger/records.js";
import type { MarketEvent } from "../../src/market/market-events.js";
import { perform, type ActArguments } from "./act.js";
import { energyFact, fact, type Fact } from "./facts.js";
import { agreementBy } from "./find.js";
import { marketCommand, type Session } from "./session.js";
import { required } from "./values.js";

export interface AgreementArguments extends ActArguments {
  readonly agreement: string | undefined;
}

/** The agreement that a command's first argument names. @throws UserError when it names none */
export async function agreementNamed(
  { agreement }: Pick<AgreementArguments, "agreement">,
  session: Session,
): Promise<AgreementRecord> {
  const text = required("the agreement", agreement, "its id, as market status shows it");
  return agreementBy(await session.ledger(), text);
}

/** The command for an act that takes an agreement and nothing else. */
export function agreementCommand(
  name: string,
  contractFunction: string,
  outcome: (events: readonly MarketEvent[], session: Session, agreement: AgreementRecord) => readonly Fact[],
) {
  return marketCommand(async (args: AgreementArguments, session) => {
    const agreement = await agreementNamed(args, session);
    await perform(session, args, {
      name,
      call: [contractFunction, [agreement.terms]],
      facts: agreementFacts(agreement),
      outcome: (events) => outcome(events, session, agreement),
    });
  });
}

/** Which agreement it is about. */
export function agreementFacts({ id, buyer, seller, terms }: AgreementRecord): Fact[] {
  return [
    fact("agreement", "agreement", id),
    fact("buyer", "buyer", buyer),
    fact("seller", "seller", seller),
    energyFact("energyWh", "energy", terms.energyWh),
  ];
}
