import type { MarketKind } from "../../src/market/market-kind.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { laneCoefficients, WAD } from "../../src/model/reliability.js";
import { AgreementStatus, Side, type Offer } from "../../src/model/terms.js";
import { DEFAULT_DAY_RULES, offerPrices } from "../../src/model/day-rules.js";
import type { OpenChain } from "./local-chain.js";
import { participantsOf, type Participant } from "./participants.js";
import { settleTrades } from "./settlement.js";
import { SimulatedMarket } from "./simulated-market.js";
import { acceptCall, declareCall, tradeIn, type SimulatedTrade } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** Trades of one buyer with one seller, one after the other. */
interface TradeSequence {
  readonly kind: MarketKind;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** Energy of each trade, Wh. */
  readonly energiesWh: readonly bigint[];
}

/** A trade as the chain ran it, from declaration to settlement. */
interface SequencedTrade {
  /** R before the trade, by the market: the greater of the two parties', WAD. */
  readonly coefficientWad: bigint;
  /** Whether the market spared the trade full verification. */
  readonly fastLane: boolean;
  readonly blocks: number;
  readonly transactions: number;
  readonly gas: bigint;
}

/** All sequences begin here, so that they can be repeated: 2026-01-01T00:00:00Z. */
const GENESIS = 1_767_225_600n;
/** 80 of a currency of six decimals per MWh (Assumed); no result of a sequence depends on it. */
const PRICE_PER_MWH = 80_000_000n;
/** From declaration to delivery, s: time for every step before. */
const LEAD_SECONDS = 3600n;
const DELIVERY_SECONDS = 3600n;
const WH_PER_MWH = 1_000_000n;

/**
 * Runs a sequence on a market of its own, on a chain of its own. Each trade is declared, accepted, verified if the
 * market asks for it, delivered as agreed and settled. Only then is the next one declared: a frozen account cannot
 * trade.
 *
 * @param onProgress - called after each trade with the number of trades done
 * @throws Error naming the first trade whose R or lane differs between the contract and the reference model
 */
export async function playSequence(
  openChain: OpenChain,
  sequence: TradeSequence,
  onProgress: (done: number) => void = () => undefined,
): Promise<SequencedTrade[]> {
  const { kind, parameters, authorities, seed, energiesWh } = sequence;
  const [buyer, seller] = castOf(sequence);
  const setup = { kind, parameters, authorities, seed, participants: [buyer, seller] };
  const market = await SimulatedMarket.open(openChain, { ...setup, startsAt: GENESIS });
  try {
    const trades: SequencedTrade[] = [];
    for (const [i, energyWh] of energiesWh.entries()) {
      trades.push(await playTrade(market, buyer, seller, energyWh, BigInt(i)));
      onProgress(i + 1);
    }
    requireReferenceLanes(sequence, trades);
    return trades;
  } finally {
    await market.close();
  }
}

async function playTrade(
  market: SimulatedMarket,
  buyer: Participant,
  seller: Participant,
  energyWh: bigint,
  number: bigint,
): Promise<SequencedTrade> {
  const before = spentOn(market);
  const coefficients = await Promise.all(
    [buyer, seller].map(({ address }) => market.read("coefficient", [address, energyWh]) as Promise<bigint>),
  );
  const offer = offerOf(market, seller, energyWh, number);
  await market.mine([declareCall(market, offer)]);
  const [receipt] = await market.mine([acceptCall(market, buyer.address, offer, energyWh)]);
  if (receipt === undefined) throw new Error("an acceptance has no receipt");
  const trade = tradeIn(market, receipt, offer);
  if (!trade.fastLane) await verifyTrades(market, [trade]);
  await settleTrades(market, [{ trade, energyWh }], offer.deliveryEnd);
  requireSettled(trade);
  const after = spentOn(market);
  return {
    coefficientWad: coefficients.reduce((r, other) => (r > other ? r : other)),
    fastLane: trade.fastLane,
    blocks: after.blocks - before.blocks,
    transactions: after.transactions - before.transactions,
    gas: after.gas - before.gas,
  };
}

function offerOf(market: SimulatedMarket, { address }: Participant, energyWh: bigint, number: bigint): Offer {
  const deliveryStart = market.clock + LEAD_SECONDS;
  return {
    declarer: address,
    side: Side.Sell,
    energyWh,
    ...offerPrices(PRICE_PER_MWH, DEFAULT_DAY_RULES),
    feePerMWh: market.parameters.feePerMWh,
    deliveryStart,
    deliveryEnd: deliveryStart + DELIVERY_SECONDS,
    expiry: deliveryStart,
    number,
  };
}

/** Buyer and seller, each with a deposit that covers all trades. */
function castOf({ seed, energiesWh, parameters }: TradeSequence): [Participant, Participant] {
  const energyWh = energiesWh.reduce((sum, energy) => sum + energy, 0n);
  const deposit = ((PRICE_PER_MWH + parameters.feePerMWh) * energyWh) / WH_PER_MWH + PRICE_PER_MWH;
  return participantsOf(seed, [
    { name: "buyer", metered: true, deposit },
    { name: "seller", metered: false, deposit },
  ]) as [Participant, Participant];
}

function spentOn({ sender }: SimulatedMarket): { blocks: number; transactions: number; gas: bigint } {
  let [transactions, gas] = [0, 0n];
  for (const totals of sender.totals.values()) {
    transactions += totals.transactions;
    gas += totals.gas;
  }
  return { blocks: sender.blocks, transactions, gas };
}

function requireSettled({ id, status }: SimulatedTrade): void {
  if (status !== AgreementStatus.Settled) throw new Error(`${id} was not settled`);
}

/** The results come from the chain; they are credible because a second implementation agrees on every trade. */
function requireReferenceLanes(
  { kind, parameters, energiesWh }: TradeSequence,
  trades: readonly SequencedTrade[],
): void {
  const expected = kind === "improved" ? laneCoefficients(energiesWh, parameters) : energiesWh.map(() => WAD);
  for (const [i, { coefficientWad, fastLane }] of trades.entries()) {
    const wad = expected[i] as bigint;
    if (coefficientWad === wad && fastLane === wad < WAD) continue;
    const contract = `R = ${String(coefficientWad)} WAD and ${fastLane ? "fast lane" : "full verification"}`;
    const trade = `trade ${String(i + 1)} on the ${kind} market`;
    throw new Error(`${trade}: the contract says ${contract}, the reference model R = ${String(wad)} WAD`);
  }
}
