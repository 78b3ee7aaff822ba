import type { DecodedEvent } from "../../src/chain/abi/event-coder.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { reasonWord } from "../../src/market/words.js";
import { perform, type ActArguments } from "./act.js";
import { agreementNamed } from "./arguments.js";
import { energyFact, fact, type CommandFact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";

export interface AgreementArguments extends ActArguments {
  readonly agreement: string | undefined;
}

/** Ends an agreement that awaits verification; for its buyer or seller. */
export const declineCommand = agreementCommand("decline", "decline", terminationFacts);

/** Ends an agreement that was not verified by its deadline. */
export const expireCommand = agreementCommand("expire", "expire", terminationFacts);

/** Pays what the buyer owes for an agreement, from the buyer's balance. */
export const payDebtCommand = agreementCommand("pay-debt", "payDebt", (events, symbol) => {
  const { amount, remaining } = argumentsOf(events, "DebtPaid") as { amount: bigint; remaining: bigint };
  return [moneyFact("paid", "paid", amount, symbol), moneyFact("debt", "still owed", remaining, symbol)];
});

/** The command for an act that takes an agreement and nothing else. @param contractFunction - takes its terms */
function agreementCommand(
  name: string,
  contractFunction: string,
  outcome: (events: readonly DecodedEvent[], symbol: string) => readonly CommandFact[],
) {
  return marketCommand(async (args: AgreementArguments, session) => {
    const agreement = await agreementNamed(args, session);
    await perform(session, args, {
      name,
      call: [contractFunction, [agreement.terms]],
      facts: agreementFacts(agreement),
      outcome: (events) => outcome(events, session.symbol),
    });
  });
}

function terminationFacts(events: readonly DecodedEvent[]): CommandFact[] {
  return [fact("reason", "terminated", reasonWord(argumentsOf(events, "Terminated").reason as bigint))];
}

/** Which agreement an act is about. */
export function agreementFacts({ id, buyer, seller, terms }: AgreementRecord): CommandFact[] {
  return [
    fact("agreement", "agreement", id),
    fact("buyer", "buyer", buyer),
    fact("seller", "seller", seller),
    energyFact("energyWh", "energy", terms.energyWh),
  ];
}
