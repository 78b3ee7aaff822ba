import schema from "../../schemas/signed-reading.schema.json" with { type: "json" };
import type { DecodedEvent } from "../../src/chain/abi/event-coder.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { signReading } from "../../src/market/typed-data.js";
import { outcomeWord } from "../../src/market/words.js";
import { UserError } from "../../src/model/errors.js";
import { compileSchema } from "../../src/service/json-schema.js";
import { perform, type Act } from "./act.js";
import { agreementNamed, energyOption, required } from "./arguments.js";
import { energyFact, fact, moneyFact, print, type CommandFact } from "./facts.js";
import { integerOf, readJsonFile, writeJsonFile } from "./json-file.js";
import { agreementFacts, type AgreementArguments } from "./on-agreement.js";
import { dueFact } from "./payments.js";
import { marketCommand, type SessionArguments } from "./session.js";

interface ReadingArguments extends SessionArguments {
  readonly agreement: string | undefined;
  readonly energy: string | undefined;
  readonly out: string | undefined;
}

/** Signs what an agreement's buyer used in the delivery period, with the meter's key. */
export const readingCommand = marketCommand(async (args: ReadingArguments, session) => {
  const { id, terms } = await agreementNamed(args, session);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "the kWh used, such as 12.5"));
  if (session.account !== terms.meter) {
    throw new UserError(`--account ${args.account}: the agreement's meter is ${terms.meter}, not ${session.account}`);
  }
  const signature = await signReading(session.signer, session.reader.domain, { agreement: id, energyWh });
  const signed = { agreement: id, energyWh, signature };
  const { out } = args;
  if (out !== undefined) await writeJsonFile(out, signed);
  print({ json: args.json || out === undefined }, signed, () => `Wrote the signed reading to ${out ?? ""}.\n`);
});

interface SettleArguments extends AgreementArguments {
  readonly reading: string | undefined;
  readonly unmetered: boolean;
}

/** Settles an agreement after delivery: with its meter's reading or, if none came, at the agreed energy. */
export const settleCommand = marketCommand(async (args: SettleArguments, session) => {
  if ((args.reading === undefined) !== args.unmetered) {
    throw new UserError("give either --reading FILE with the meter's signed reading, or --unmetered");
  }
  const agreement = await agreementNamed(args, session);
  const { call, usedWh } = args.reading === undefined ? unmetered(agreement) : await metered(agreement, args.reading);
  const { energyWh: agreedWh, offer: prices } = agreement.terms;
  const { symbol } = session;
  await perform(session, args, {
    name: "settle",
    call,
    facts: [
      ...agreementFacts(agreement),
      energyFact("usedWh", args.unmetered ? "energy settled" : "energy used", usedWh),
      dueFact("due", "due", { agreedWh, usedWh, prices, symbol }),
    ],
    outcome: (events) => settlementFacts(events, symbol),
  });
});

type Settling = Pick<Act, "call"> & { readonly usedWh: bigint };

function unmetered({ terms }: AgreementRecord): Settling {
  return { call: ["settleUnmetered", [terms]], usedWh: terms.energyWh };
}

/** As schemas/signed-reading.schema.json has it. */
interface SignedReading {
  readonly agreement: string;
  readonly energyWh: string | number;
  readonly signature: string;
}

/** With a reading as `market reading` writes it. */
async function metered({ id, terms }: AgreementRecord, path: string): Promise<Settling> {
  const where = `--reading ${path}`;
  const {
    agreement,
    energyWh: energy,
    signature,
  } = await readJsonFile(where, path, compileSchema<SignedReading>(schema));
  if (agreement.toLowerCase() !== id) throw new UserError(`${where}: is for another agreement`);
  const energyWh = integerOf(`${where}: energyWh`, energy, 48);
  return { call: ["settle", [terms, energyWh, signature]], usedWh: energyWh };
}

function settlementFacts(events: readonly DecodedEvent[], symbol: string): CommandFact[] {
  const settled = argumentsOf(events, "Settled") as { outcome: bigint; paid: bigint; debt: bigint };
  return [
    fact("outcome", "outcome", outcomeWord(settled.outcome)),
    moneyFact("paid", "paid to the seller", settled.paid, symbol),
    moneyFact("debt", "still owed", settled.debt, symbol),
  ];
}
