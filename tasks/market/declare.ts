import { argumentsOf } from "../../src/market/market-events.js";
import { UserError } from "../../src/model/errors.js";
import { type Offer, Side } from "../../src/model/terms.js";
import { DEFAULT_DAY_RULES, offerPrices } from "../../src/model/trading-day.js";
import { choiceOption } from "../options.js";
import { type ActArguments, perform } from "./act.js";
import { energyFact, fact, type Fact, termsFacts } from "./facts.js";
import { marketCommand, type Session } from "./session.js";
import { signOffChain } from "./signed-offer.js";
import { energyOption, integerOption, moneyOption, required, timeOption } from "./values.js";
import { sideWord } from "./words.js";

interface DeclareArguments extends ActArguments {
  readonly side: string | undefined;
  readonly energy: string | undefined;
  readonly price: string | undefined;
  readonly excess: string | undefined;
  readonly damages: string | undefined;
  readonly margin: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly expiry: string | undefined;
  readonly number: string | undefined;
  readonly offChain: boolean;
  readonly out: string | undefined;
}

/** Declares an offer to all; or signs it off chain, for whom it is given to. */
export default marketCommand(async (args: DeclareArguments, session) => {
  if (args.out !== undefined && !args.offChain) throw new UserError(`--out ${args.out}: goes with --off-chain`);
  const offer = await offerOf(args, session);
  if (args.offChain) {
    await signOffChain(session, args, { offer, facts: offerFacts(offer, session.symbol) });
    return;
  }
  await perform(session, args, {
    name: "declare",
    call: ["declare", [offer]],
    facts: offerFacts(offer, session.symbol),
    outcome: (events) => [fact("offer", "offer", argumentsOf(events, "Declared").offerId as string)],
  });
});

/** The offer that the options describe; clauses and margin as the model has them where they are left out. */
async function offerOf(args: DeclareArguments, session: Session): Promise<Offer> {
  const { account } = session;
  const side = choiceOption("--side", required("--side", args.side, "buy or sell"), ["buy", "sell"]);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "kWh, such as 12.5"));
  const price = moneyOption("--price", required("--price", args.price, "tokens per MWh, such as 80.50"));
  const deliveryStart = timeOption("--from", required("--from", args.from, "a time such as 2026-12-01T10:00:00Z"));
  const deliveryEnd = timeOption("--to", required("--to", args.to, "a time such as 2026-12-01T10:30:00Z"));
  const usual = offerPrices(price, DEFAULT_DAY_RULES);
  const priceOr = (option: "excess" | "damages" | "margin", otherwise: bigint) =>
    args[option] === undefined ? otherwise : moneyOption(`--${option}`, args[option]);
  return {
    declarer: account,
    side: side === "buy" ? Side.Buy : Side.Sell,
    energyWh,
    pricePerMWh: price,
    excessPricePerMWh: priceOr("excess", usual.excessPricePerMWh),
    damagesPricePerMWh: priceOr("damages", usual.damagesPricePerMWh),
    marginPerMWh: priceOr("margin", usual.marginPerMWh),
    feePerMWh: await session.reader.feePerMWh(),
    deliveryStart,
    deliveryEnd,
    expiry: args.expiry === undefined ? deliveryStart : timeOption("--expiry", args.expiry),
    number: args.number === undefined ? await nextNumber(session) : integerOption("--number", args.number, 64),
  };
}

/** One more than the greatest number the declarer has used, and not one that is cancelled for signed offers. */
async function nextNumber(session: Session): Promise<bigint> {
  const { account, reader } = session;
  const [ledger, lowest] = await Promise.all([session.ledger(), reader.lowestNumberOf(account)]);
  const free = ledger.offersOf(account).map(({ terms }) => terms.number + 1n);
  const next = free.reduce((most, number) => (number > most ? number : most), lowest);
  if (next >= 2n ** 64n) throw new UserError("--number is missing: the greatest there is was used; give a free one");
  return next;
}

function offerFacts(offer: Offer, symbol: string): Fact[] {
  return [
    fact("side", "side", sideWord(offer.side)),
    energyFact("energyWh", "energy", offer.energyWh),
    ...termsFacts(offer, symbol),
    fact("number", "number", offer.number),
  ];
}
