import { forecastAcceptance, type Forecast } from "../../src/market/forecast.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { offerIdOf } from "../../src/market/typed-data.js";
import { laneWord, sideWord, statusWord } from "../../src/market/words.js";
import { UserError } from "../../src/model/errors.js";
import { AgreementStatus, type Offer, OfferStatus, Reason, Side } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";
import { perform, type Act, type ActArguments, type Review } from "./act.js";
import { energyOption, offerNamed, required } from "./arguments.js";
import { buyingDoubts, sellingDoubts } from "./doubts.js";
import { energyFact, fact, moneyFact, priceFact, timeFact } from "./facts.js";
import { paymentFacts } from "./payments.js";
import { marketCommand, type Session } from "./session.js";
import { readSignedOffer } from "./signed-offer.js";
import type { Likeness } from "./twin.js";

interface AcceptArguments extends ActArguments {
  readonly offer: string | undefined;
  readonly energy: string | undefined;
  readonly signed: string | undefined;
}

/** Accepts an offer or part of it: a declared offer by its id, a signed one by its file. */
export const acceptCommand = marketCommand(async (args: AcceptArguments, session) => {
  const wanted = args.signed === undefined ? await declared(args, session) : await signed(args, args.signed, session);
  await perform(session, args, acceptance(session, wanted));
});

async function declared({ offer, energy }: AcceptArguments, session: Session): Promise<Wanted> {
  const text = required("the offer", offer, "its id, as market offers shows it, or --signed FILE");
  const { id, terms, remainingWh } = offerNamed(await session.ledger(), text);
  const energyWh = energy === undefined ? remainingWh : energyOption("--energy", energy);
  return { id, terms, energyWh, call: ["accept", [terms, energyWh]], isRest: energy === undefined };
}

async function signed({ offer, energy }: AcceptArguments, path: string, session: Session): Promise<Wanted> {
  if (offer !== undefined) throw new UserError("give either an offer's id or --signed FILE, not both");
  const { id, terms, signature } = await readSignedOffer(path, session);
  const { status, remainingWh } = await session.reader.offerState(id);
  const leftWh = status === OfferStatus.None ? terms.energyWh : remainingWh;
  const energyWh = energy === undefined ? leftWh : energyOption("--energy", energy);
  return { id, terms, energyWh, call: ["acceptSigned", [terms, signature, energyWh]], isRest: energy === undefined };
}

interface Wanted {
  /** The offer's. */
  readonly id: string;
  readonly terms: Offer;
  readonly energyWh: bigint;
  readonly call: Act["call"];
  /** Whether it is all that is left because no energy was named. */
  readonly isRest: boolean;
}

function acceptance(session: Session, wanted: Wanted): Act {
  const { reader, account, symbol } = session;
  const { id, terms, energyWh, call } = wanted;
  return {
    name: "accept",
    call,
    facts: [
      fact("offer", "offer", id),
      energyFact("energyWh", "energy", energyWh),
      priceFact("pricePerMWh", "price", terms.pricePerMWh, symbol),
      fact("side", "side", sideWord(1n - terms.side)),
    ],
    review: () => reviewOf(wanted, session),
    likeness: likenessOf({ id, account, energyWh }),
    outcome: async (events) => {
      const { agreementId, status } = argumentsOf(events, "Accepted") as { agreementId: string; status: bigint };
      const facts = [fact("agreement", "agreement", agreementId), fact("status", "status", statusWord(status))];
      if (status !== AgreementStatus.AwaitingVerification) return facts;
      const { deadline } = await reader.agreementState(agreementId);
      return [...facts, timeFact("deadline", "verify by", deadline)];
    },
  };
}

/** The same energy of the same offer, from its terms or its file; an agreement that has ended meanwhile is none. */
function likenessOf({ id, account, energyWh }: { id: string; account: string; energyWh: bigint }): Likeness {
  return {
    call: ({ name, args }) =>
      (name === "accept" || name === "acceptSigned") &&
      offerIdOf(args.offer as Offer) === id &&
      args.energyWh === energyWh,
    event: (logs) => {
      const ended = new Set(
        logs.filter(({ event }) => ENDS.has(event.name)).map(({ event }) => event.args.agreementId),
      );
      return logs.findLast(
        ({ event: { name, args } }) =>
          name === "Accepted" &&
          args.offerId === id &&
          args.accepter === account &&
          args.energyWh === energyWh &&
          !ended.has(args.agreementId),
      );
    },
  };
}

const ENDS = new Set(["Voided", "Terminated"]);

async function reviewOf({ terms, energyWh, isRest }: Wanted, { reader, account, symbol }: Session): Promise<Review> {
  const forecast = await forecastAcceptance(reader, terms, account, energyWh);
  const side = 1n - terms.side;
  return {
    facts: [
      fact("lane", "lane", laneWord(forecast)),
      moneyFact("margin", "buyer's margin", forecast.margin, symbol),
      moneyFact("fee", "seller's fee", forecast.fee, symbol),
      ...paymentFacts(energyWh, terms, symbol),
    ],
    doubts: [
      ...(isRest ? [`without --energy this takes all that is left, ${kWh(energyWh)} kWh`] : []),
      ...(side === Side.Buy
        ? buyingDoubts({ side, terms, energyWh, free: forecast.buyerFree, symbol })
        : sellingDoubts({ side, terms, energyWh, free: forecast.sellerFree, symbol })),
    ],
    refusal: voidity(forecast, symbol),
  };
}

/** Why an acceptance would be void at signing, be it now or after verification. */
function voidity(forecast: Forecast, symbol: string): string | undefined {
  const { missing, margin, fee, buyer, seller, buyerFree, sellerFree } = forecast;
  const lacks = (who: string, what: string, needed: bigint, free: bigint) =>
    `the agreement would be void: ${what} is ${tokens(needed)} ${symbol}, but ${who} has only ${tokens(free)}; deposit the rest, or lower --energy`;
  if (missing === Reason.MarginMissing) return lacks(`the buyer ${buyer}`, "the margin", margin, buyerFree);
  if (missing === Reason.FeeMissing) return lacks(`the seller ${seller}`, "the fee", fee, sellerFree);
  if (missing === Reason.None) return undefined;
  return "the agreement would be void: the other party owes for an earlier one; accept another offer";
}
