import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { argumentsOf, type MarketEvent } from "../../src/market/market-events.js";
import { UserError } from "../../src/model/errors.js";
import { perform, type Act } from "./act.js";
import { energyFact, fact, moneyFact, type Fact } from "./facts.js";
import { hexIn, integerIn, readJsonFile } from "./json-file.js";
import { agreementFacts, agreementNamed, type AgreementArguments } from "./on-agreement.js";
import { marketCommand } from "./session.js";
import { outcomeWord } from "./words.js";

interface SettleArguments extends AgreementArguments {
  readonly reading: string | undefined;
  readonly unmetered: boolean;
}

/** Settles an agreement after its delivery, with its meter's reading or, when none came, at the agreed energy. */
export default marketCommand(async (args: SettleArguments, session) => {
  if ((args.reading === undefined) !== args.unmetered) {
    throw new UserError(
      "--reading is missing: give the meter's reading by --reading FILE, or --unmetered, one of the two",
    );
  }
  const agreement = await agreementNamed(args, session);
  const { call, facts } = args.reading === undefined ? unmetered(agreement) : await metered(agreement, args.reading);
  await perform(session, args, {
    name: "settle",
    call,
    facts: [...agreementFacts(agreement), ...facts],
    outcome: (events) => settlementFacts(events, session.symbol),
  });
});

type Settling = Pick<Act, "call" | "facts">;

function unmetered({ terms }: AgreementRecord): Settling {
  return { call: ["settleUnmetered", [terms]], facts: [energyFact("usedWh", "energy settled", terms.energyWh)] };
}

/** With a reading as `market reading` writes it. */
async function metered({ id, terms }: AgreementRecord, path: string): Promise<Settling> {
  const where = `--reading ${path}`;
  const reading = await readJsonFile("--reading", path);
  if (hexIn(where, reading, "agreement", 32) !== id) throw new UserError(`${where}: is for another agreement`);
  const energyWh = integerIn(where, reading, "energyWh", 48);
  const signature = hexIn(where, reading, "signature", 65);
  return { call: ["settle", [terms, energyWh, signature]], facts: [energyFact("usedWh", "energy used", energyWh)] };
}

function settlementFacts(events: readonly MarketEvent[], symbol: string): Fact[] {
  const settled = argumentsOf(events, "Settled") as { outcome: bigint; paid: bigint; debt: bigint };
  return [
    fact("outcome", "outcome", outcomeWord(settled.outcome)),
    moneyFact("paid", "paid to the seller", settled.paid, symbol),
    moneyFact("debt", "still owed", settled.debt, symbol),
  ];
}
