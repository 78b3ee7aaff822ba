import type { MarketKind } from "../../src/market/market-kind.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { AgreementStatus, Side, type Offer } from "../../src/model/terms.js";
import { DEFAULT_DAY_RULES, offerPrices } from "../../src/model/trading-day.js";
import type { OpenChain } from "./local-chain.js";
import { participantsOf, type Participant } from "./participants.js";
import { settleTrades } from "./settlement.js";
import { MarketBench } from "./simulated-market.js";
import { acceptCall, declareCall, tradeIn, type Trade } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** Trades of one buyer with one seller, one after the other. */
export interface TradeSequence {
  readonly kind: MarketKind;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** Energy of each trade, Wh. */
  readonly energiesWh: readonly bigint[];
}

/** A trade as the chain ran it, from its declaration to its settlement. */
export interface SequencedTrade {
  /** R before the trade, as the market answers it: the greater of the parties', WAD. */
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
/** From a declaration to the delivery that it is for, s: time for every step before. */
const LEAD_SECONDS = 3600n;
const DELIVERY_SECONDS = 3600n;
const WH_PER_MWH = 1_000_000n;

/**
 * Runs a sequence on a market of its own, on a chain of its own. Each trade is declared, accepted, verified where the market
 * asks for it, delivered as agreed and settled, before the next one is declared: a frozen account allows no other way.
 *
 * @param onProgress - told after each trade how many are done
 */
export async function playSequence(
  openChain: OpenChain,
  sequence: TradeSequence,
  onProgress: (done: number) => void = () => undefined,
): Promise<SequencedTrade[]> {
  const { kind, parameters, authorities, seed, energiesWh } = sequence;
  const [buyer, seller] = castOf(sequence);
  const setup = { kind, parameters, authorities, seed, participants: [buyer, seller] };
  const bench = await MarketBench.open(openChain, { ...setup, startsAt: GENESIS });
  try {
    const trades: SequencedTrade[] = [];
    for (const [i, energyWh] of energiesWh.entries()) {
      trades.push(await playTrade(bench, buyer, seller, energyWh, BigInt(i)));
      onProgress(i + 1);
    }
    return trades;
  } finally {
    await bench.close();
  }
}

async function playTrade(
  bench: MarketBench,
  buyer: Participant,
  seller: Participant,
  energyWh: bigint,
  number: bigint,
): Promise<SequencedTrade> {
  const before = spentOn(bench);
  const coefficients = await Promise.all(
    [buyer, seller].map(({ address }) => bench.read("coefficient", [address, energyWh]) as Promise<bigint>),
  );
  const offer = offerOf(bench, seller, energyWh, number);
  await bench.mine([declareCall(bench, offer)]);
  const [receipt] = await bench.mine([acceptCall(bench, buyer.address, offer, energyWh)]);
  if (receipt === undefined) throw new Error("an acceptance has no receipt");
  const trade = tradeIn(bench, receipt, offer);
  if (!trade.fastLane) await verifyTrades(bench, [trade]);
  await settleTrades(bench, [{ trade, energyWh }], offer.deliveryEnd);
  requireSettled(trade);
  const after = spentOn(bench);
  return {
    coefficientWad: coefficients.reduce((r, other) => (r > other ? r : other)),
    fastLane: trade.fastLane,
    blocks: after.blocks - before.blocks,
    transactions: after.transactions - before.transactions,
    gas: after.gas - before.gas,
  };
}

function offerOf(bench: MarketBench, { address }: Participant, energyWh: bigint, number: bigint): Offer {
  const deliveryStart = bench.clock + LEAD_SECONDS;
  return {
    declarer: address,
    side: Side.Sell,
    energyWh,
    ...offerPrices(PRICE_PER_MWH, DEFAULT_DAY_RULES),
    feePerMWh: bench.parameters.feePerMWh,
    deliveryStart,
    deliveryEnd: deliveryStart + DELIVERY_SECONDS,
    expiry: deliveryStart,
    number,
  };
}

/** Both pay in what all trades together cost, so that none is short of money. */
function castOf({ seed, energiesWh, parameters }: TradeSequence): [Participant, Participant] {
  const energyWh = energiesWh.reduce((sum, energy) => sum + energy, 0n);
  const deposit = ((PRICE_PER_MWH + parameters.feePerMWh) * energyWh) / WH_PER_MWH + PRICE_PER_MWH;
  return participantsOf(seed, [
    { name: "buyer", metered: true, deposit },
    { name: "seller", metered: false, deposit },
  ]) as [Participant, Participant];
}

function spentOn({ sender }: MarketBench): { blocks: number; transactions: number; gas: bigint } {
  let [transactions, gas] = [0, 0n];
  for (const totals of sender.totals.values()) {
    transactions += totals.transactions;
    gas += totals.gas;
  }
  return { blocks: sender.blocks, transactions, gas };
}

function requireSettled({ id, status }: Trade): void {
  if (status !== AgreementStatus.Settled) throw new Error(`${id} was not settled`);
}
