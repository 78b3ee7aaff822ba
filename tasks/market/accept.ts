import { forecastAcceptance, type Forecast } from "../../src/market/forecast.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { laneWord, reasonWord, sideWord, statusWord } from "../../src/market/words.js";
import { UserError } from "../../src/model/errors.js";
import { AgreementStatus, OfferStatus, Reason, type Offer } from "../../src/model/terms.js";
import { tokens } from "../../src/report/amounts.js";
import { perform, type Act, type ActArguments } from "./act.js";
import { energyOption, offerNamed, required } from "./arguments.js";
import { energyFact, fact, moneyFact, priceFact, timeFact, type CommandFact } from "./facts.js";
import { marketCommand, type Session } from "./session.js";
import { readSignedOffer } from "./signed-offer.js";

interface AcceptArguments extends ActArguments {
  readonly offer: string | undefined;
  readonly energy: string | undefined;
  readonly signed: string | undefined;
}

/** Accepts an offer or part of it: a declared offer by its id, a signed one by its file. */
export const acceptCommand = marketCommand(async (args: AcceptArguments, session) => {
  const wanted = args.signed === undefined ? await declared(args, session) : await signed(args, args.signed, session);
  await perform(session, args, await acceptance(session, wanted));
});

async function declared({ offer, energy }: AcceptArguments, session: Session): Promise<Wanted> {
  const text = required("the offer", offer, "its id, as market offers shows it, or --signed FILE");
  const { id, terms, remainingWh } = offerNamed(await session.ledger(), text);
  const energyWh = energy === undefined ? remainingWh : energyOption("--energy", energy);
  return { id, terms, energyWh, call: ["accept", [terms, energyWh]] };
}

async function signed({ offer, energy }: AcceptArguments, path: string, session: Session): Promise<Wanted> {
  if (offer !== undefined) throw new UserError("give either an offer's id or --signed FILE, not both");
  const { id, terms, signature } = await readSignedOffer(path, session);
  const { status, remainingWh } = await session.reader.offerState(id);
  const leftWh = status === OfferStatus.None ? terms.energyWh : remainingWh;
  const energyWh = energy === undefined ? leftWh : energyOption("--energy", energy);
  return { id, terms, energyWh, call: ["acceptSigned", [terms, signature, energyWh]] };
}

interface Wanted {
  /** The offer's. */
  readonly id: string;
  readonly terms: Offer;
  readonly energyWh: bigint;
  readonly call: Act["call"];
}

async function acceptance(session: Session, { id, terms, energyWh, call }: Wanted): Promise<Act> {
  const { reader, account, symbol } = session;
  const forecast = await forecastAcceptance(reader, terms, account, energyWh).catch(() => undefined);
  if (forecast?.fastLane === true) refuseVoid(forecast, symbol);
  return {
    name: "accept",
    call,
    facts: [
      fact("offer", "offer", id),
      energyFact("energyWh", "energy", energyWh),
      priceFact("pricePerMWh", "price", terms.pricePerMWh, symbol),
      fact("side", "side", sideWord(1n - terms.side)),
      ...(forecast === undefined ? [] : forecastFacts(forecast, symbol)),
    ],
    outcome: async (events) => {
      const { agreementId, status } = argumentsOf(events, "Accepted") as { agreementId: string; status: bigint };
      const facts = [fact("agreement", "agreement", agreementId), fact("status", "status", statusWord(status))];
      if (status !== AgreementStatus.AwaitingVerification) return facts;
      const { deadline } = await reader.agreementState(agreementId);
      return [...facts, timeFact("deadline", "verify by", deadline)];
    },
  };
}

function forecastFacts(forecast: Forecast, symbol: string): CommandFact[] {
  return [
    fact("lane", "lane", laneWord(forecast)),
    moneyFact("margin", "buyer's margin", forecast.margin, symbol),
    moneyFact("fee", "seller's fee", forecast.fee, symbol),
    ...(forecast.missing === Reason.None ? [] : [fact("missing", "missing", reasonWord(forecast.missing))]),
  ];
}

/** Does not send an acceptance that would be void. */
function refuseVoid({ missing, margin, fee, buyer, seller, buyerFree, sellerFree }: Forecast, symbol: string): void {
  const lacks = (who: string, what: string, needed: bigint, free: bigint) =>
    new UserError(
      `the agreement would be void: ${what} is ${tokens(needed)} ${symbol}, but ${who} has only ${tokens(free)}; deposit the rest, or lower --energy`,
    );
  if (missing === Reason.MarginMissing) throw lacks(`the buyer ${buyer}`, "the margin", margin, buyerFree);
  if (missing === Reason.FeeMissing) throw lacks(`the seller ${seller}`, "the fee", fee, sellerFree);
}
