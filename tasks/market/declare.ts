import { argumentsOf } from "../../src/market/market-events.js";
import { sideWord } from "../../src/market/words.js";
import { DEFAULT_DAY_RULES, offerPrices } from "../../src/model/day-rules.js";
import { UserError } from "../../src/model/errors.js";
import { type Offer, Side } from "../../src/model/terms.js";
import { choiceOption } from "../options.js";
import { type Act, type ActArguments, perform } from "./act.js";
import { energyOption, integerOption, offerNamed, PRICE_HINT, priceOption, required, timeOption } from "./arguments.js";
import { offerDoubts } from "./doubts.js";
import { energyFact, fact, type CommandFact, termsFacts } from "./facts.js";
import { paymentFacts } from "./payments.js";
import { marketCommand, type Session } from "./session.js";
import { readSignedOffer, signOffChain } from "./signed-offer.js";
import { isEqualOffer, type Likeness } from "./twin.js";

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

/** Declares an offer on chain, or signs it off chain for anyone who is given the file. */
export const declareCommand = marketCommand(async (args: DeclareArguments, session) => {
  if (args.out !== undefined && !args.offChain) throw new UserError(`--out ${args.out}: needs --off-chain`);
  const { account, reader, symbol } = session;
  const offer = await offerOf(args, session);
  const { side, energyWh } = offer;
  const { free } = await reader.accountOf(account);
  const facts = offerFacts(offer, symbol);
  const doubts = offerDoubts({ side, terms: offer, energyWh, free, symbol });
  if (args.offChain) {
    await signOffChain(session, args, { offer, facts, doubts });
    return;
  }
  await perform(session, args, {
    name: "declare",
    call: ["declare", [offer]],
    facts,
    review: () => ({ doubts }),
    // Who gives a number means another offer.
    likeness: args.number === undefined ? likenessOf(offer) : {},
    outcome: (events) => [fact("offer", "offer", argumentsOf(events, "Declared").offerId as string)],
  });
});

/** An offer that differs in its number at most; one that was cancelled is none. */
function likenessOf(offer: Offer): Likeness {
  return {
    call: ({ name, args }) => name === "declare" && isEqualOffer(args.offer as Offer, offer),
    event: (logs) => {
      const cancelled = new Set(
        logs.filter(({ event }) => event.name === "Cancelled").map(({ event }) => event.args.offerId),
      );
      return logs.findLast(
        ({ event: { name, args } }) =>
          name === "Declared" && !cancelled.has(args.offerId) && isEqualOffer(args.offer as Offer, offer),
      );
    },
  };
}

/** The offer that the options describe; prices left out are the model's usual shares of the price. */
async function offerOf(args: DeclareArguments, session: Session): Promise<Offer> {
  const { account } = session;
  const side = choiceOption("--side", required("--side", args.side, "buy or sell"), ["buy", "sell"]);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "kWh, such as 12.5"));
  const price = priceOption("--price", required("--price", args.price, PRICE_HINT));
  const deliveryStart = timeOption("--from", required("--from", args.from, "a time such as 2026-12-01T10:00:00Z"));
  const deliveryEnd = timeOption("--to", required("--to", args.to, "a time such as 2026-12-01T10:30:00Z"));
  const usual = offerPrices(price, DEFAULT_DAY_RULES);
  const priceOr = (option: "excess" | "damages" | "margin", otherwise: bigint) =>
    args[option] === undefined ? otherwise : priceOption(`--${option}`, args[option]);
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

/** One more than the largest number the declarer has used, above those cancelled for signed offers. */
async function nextNumber(session: Session): Promise<bigint> {
  const { account, reader } = session;
  const [ledger, lowest] = await Promise.all([session.ledger(), reader.lowestNumberOf(account)]);
  const free = ledger.offersOf(account).map(({ terms }) => terms.number + 1n);
  const next = free.reduce((most, number) => (number > most ? number : most), lowest);
  if (next >= 2n ** 64n) throw new UserError("--number is missing: the largest number is taken; give one that is free");
  return next;
}

function offerFacts(offer: Offer, symbol: string): CommandFact[] {
  return [
    fact("side", "side", sideWord(offer.side)),
    energyFact("energyWh", "energy", offer.energyWh),
    ...termsFacts(offer, symbol),
    ...paymentFacts(offer.energyWh, offer, symbol),
    fact("number", "number", offer.number),
  ];
}

interface CancelArguments extends ActArguments {
  readonly offer: string | undefined;
  readonly signed: string | undefined;
  readonly upTo: string | undefined;
}

/** Cancels an offer, a signed one, or all signed ones up to a number; agreements already made on it stay. */
export const cancelCommand = marketCommand(async (args: CancelArguments, session) => {
  await perform(session, args, await cancellation(args, session));
});

async function cancellation({ offer, signed, upTo }: CancelArguments, session: Session): Promise<Act> {
  if ([offer, signed, upTo].filter((given) => given !== undefined).length !== 1) {
    throw new UserError("give one of these: an offer's id, --signed FILE or --up-to NUMBER");
  }
  if (upTo !== undefined) {
    const number = integerOption("--up-to", upTo, 64);
    const facts = [fact("upTo", "signed offers up to", number, `number ${number}`)];
    return { name: "cancel", call: ["cancelUpTo", [number]], facts };
  }
  const [{ id, terms }, call] =
    signed === undefined
      ? ([offerNamed(await session.ledger(), offer ?? ""), "cancel"] as const)
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
