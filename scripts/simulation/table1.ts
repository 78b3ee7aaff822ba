import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { MarketParameters } from "../../src/model/market-parameters.js";
import { mulberry32 } from "../../src/model/random.js";
import type { Table1Parameters } from "../../src/model/table1-parameters.js";
import { depositFor, planTable1, type PlannedDay } from "../../src/model/table1.js";
import { AgreementStatus, Side, type Offer } from "../../src/model/terms.js";
import { type ClauseShares, offerPrices } from "../../src/model/day-rules.js";
import { checkBalances, type BalanceCheck } from "./balance-check.js";
import type { StepTotals } from "./block-sender.js";
import { replayBlocks } from "./ceiling.js";
import type { OpenChain } from "./local-chain.js";
import { participantsOf } from "./participants.js";
import { type SettledTrade, settleTrades } from "./settlement.js";
import { SimulatedMarket, type SimulatedMarketOptions } from "./simulated-market.js";
import { type SimulatedTrade, acceptCall, declareCall, tradeIn } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** How the days of Table 1 are played. */
interface Table1Options {
  readonly table1: Table1Parameters;
  readonly clauses: ClauseShares;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** A stopwatch's reading, ms. */
  readonly now: () => number;
  /** Called with what is being done. */
  readonly onProgress: (doing: string) => void;
}

/** A day's agreements, and the settlements of those that were signed. */
interface Table1Day {
  readonly trades: readonly SimulatedTrade[];
  readonly settlements: readonly SettledTrade[];
}

/** The result of all days. Everything but {@link Table1Result.speed} follows from the options. */
interface Table1Result {
  readonly days: readonly Table1Day[];
  readonly steps: ReadonlyMap<string, StepTotals>;
  readonly blocks: number;
  readonly balance: BalanceCheck;
  readonly speed: Table1Speed;
}

/** Measured speed, from the first transaction to the last; making keys and starting the chain is not counted. */
interface Table1Speed {
  readonly transactions: number;
  readonly seconds: number;
  /** The chain's own ceiling: the same blocks, sent to a fresh chain with nothing around them. */
  readonly ceilingSeconds: number;
}

/** The first day's midnight, 2026-01-01T00:00:00Z (Assumed; nothing depends on it). */
const FIRST_DAY = 1_767_225_600n;
const SETUP_SECONDS = 3600n;
/** A day, s: trading on one, delivery on the next. */
const DAY_SECONDS = 86_400n;

/**
 * Plays the days of Table 1 on an improved market; every act is a transaction from the account that acts. On each day,
 * yesterday's deliveries are settled, some users withdraw all their money, sellers declare the next day's energy,
 * buyers accept, agreements that need it are verified, and in the evening the money is paid back in.
 */
export async function playTable1(openChain: OpenChain, options: Table1Options): Promise<Table1Result> {
  const setup = setupOf(options);
  const { sent, lastBlock, seconds, ...result } = await playOn(openChain, setup, options);
  options.onProgress("measuring the chain's own ceiling");
  freeMemory();
  const replay = await replayBlocks(openChain, setup, sent, options.now);
  if (replay.lastBlock !== lastBlock) throw new Error("the same blocks on a fresh chain led to another last block");
  const transactions = sent.reduce((sum, block) => sum + block.transactions.length, 0);
  return { ...result, blocks: sent.length, speed: { transactions, seconds, ceilingSeconds: replay.seconds } };
}

function setupOf({ table1, clauses, parameters, authorities, seed }: Table1Options): SimulatedMarketOptions {
  const deposit = depositFor(table1, clauses, parameters.feePerMWh);
  const users = Array.from({ length: table1.users }, (_, i) => ({ name: String(i + 1), metered: true, deposit }));
  return {
    kind: "improved",
    parameters,
    participants: participantsOf(seed, users),
    authorities,
    seed,
    startsAt: FIRST_DAY - SETUP_SECONDS,
    record: true,
  };
}

/** Plays the days and closes the chain, whose memory the next one needs. */
async function playOn(openChain: OpenChain, setup: SimulatedMarketOptions, options: Table1Options) {
  const { table1, seed, now, onProgress } = options;
  const plan = planTable1(table1, mulberry32(seed));
  const market = await SimulatedMarket.start(openChain, setup);
  try {
    const startedAt = now();
    onProgress("registering");
    await market.setUp();
    const days = await playDays(market, plan, options);
    const seconds = (now() - startedAt) / 1000;
    onProgress("checking the balances");
    const balance = await checkBalances(
      market,
      days.flatMap(({ trades }) => trades),
    );
    const { sent, totals: steps } = market.sender;
    return { days, steps, balance, sent, lastBlock: await market.sender.lastBlock(), seconds };
  } finally {
    await market.close();
  }
}

async function playDays(
  market: SimulatedMarket,
  plan: readonly PlannedDay[],
  options: Table1Options,
): Promise<Table1Day[]> {
  const days: Table1Day[] = [];
  const traded: SimulatedTrade[][] = [];
  // An agreement is delivered on the day after it is made, and settled on the morning after that.
  for (let day = 0; day < plan.length + 2; day++) {
    options.onProgress(`day ${String(day + 1)} of ${String(plan.length)}`);
    // The garbage of the day before would otherwise stay in memory beside the growing chain.
    freeMemory();
    const opensAt = FIRST_DAY + BigInt(day) * DAY_SECONDS;
    const delivered = traded[day - 2];
    if (delivered !== undefined) {
      const settlements = await settleDay(market, plan[day - 2] as PlannedDay, delivered, opensAt);
      days.push({ trades: delivered, settlements });
    }
    const planned = plan[day];
    if (planned !== undefined) traded.push(await tradeDay(market, planned, options.clauses, opensAt, day));
  }
  return days;
}

/**
 * A day's trading, from midnight on (Unix time, s).
 *
 * @returns the trades, in the order of the plan's acceptances
 */
async function tradeDay(
  market: SimulatedMarket,
  { emptied, offers, acceptances }: PlannedDay,
  clauses: ClauseShares,
  opensAt: bigint,
  day: number,
): Promise<SimulatedTrade[]> {
  const payBack = await withdrawAll(market, emptied, opensAt);
  const declared = offers.map(({ seller, energyWh, pricePerMWh }): Offer => ({
    declarer: addressOf(market, seller),
    side: Side.Sell,
    energyWh,
    ...offerPrices(pricePerMWh, clauses),
    feePerMWh: market.parameters.feePerMWh,
    deliveryStart: opensAt + DAY_SECONDS,
    deliveryEnd: opensAt + 2n * DAY_SECONDS,
    expiry: opensAt + DAY_SECONDS,
    number: BigInt(day),
  }));
  await market.mine(
    declared.values().map((offer) => declareCall(market, offer)),
    opensAt,
  );
  const offerOf = (acceptance: PlannedDay["acceptances"][number] | undefined) =>
    declared[acceptance?.offer ?? NaN] as Offer;
  const trades = await market.mineAndRead(
    acceptances.values().map((acceptance) => {
      const { buyer, energyWh } = acceptance;
      return acceptCall(market, addressOf(market, buyer), offerOf(acceptance), energyWh);
    }),
    (receipt, i) => tradeIn(market, receipt, offerOf(acceptances[i])),
  );
  await verifyTrades(
    market,
    trades.filter(({ status }) => status === AgreementStatus.AwaitingVerification),
  );
  await payBack();
  return trades;
}

/** Settles a day's signed agreements after delivery, with the plan's meter readings. */
function settleDay(
  market: SimulatedMarket,
  { acceptances }: PlannedDay,
  trades: readonly SimulatedTrade[],
  opensAt: bigint,
): Promise<SettledTrade[]> {
  const readings = trades.map((trade, i) => ({ trade, energyWh: acceptances[i]?.meteredWh ?? 0n }));
  return settleTrades(
    market,
    readings.filter(({ trade }) => trade.status === AgreementStatus.Signed),
    opensAt,
  );
}

/** Withdraws everything that these users have. @returns a function that pays it back in */
async function withdrawAll(
  market: SimulatedMarket,
  users: readonly number[],
  notBefore: bigint,
): Promise<() => Promise<void>> {
  const owners = await Promise.all(
    users.map(async (user) => {
      const address = addressOf(market, user);
      const { free } = (await market.read("accountOf", [address])) as { free: bigint };
      return { address, free };
    }),
  );
  await market.mine(
    owners.map(({ address, free }) => market.call("withdraw", address, "withdraw", [free, address])),
    notBefore,
  );
  return async () => {
    await market.mine(
      owners.flatMap(({ address, free }) => [
        market.tokenCall("approve", address, "approve", [market.address, free]),
        market.call("pay back", address, "deposit", [address, free]),
      ]),
    );
  };
}

function addressOf(market: SimulatedMarket, user: number): string {
  const participant = market.participants[user];
  if (participant === undefined) throw new RangeError(`there is no user ${String(user)}`);
  return participant.address;
}

/**
 * Runs the garbage collector. A closed chain lies outside of V8's heap, so V8 is slow to free it. Called before another
 * large chain is opened, this halves the peak of memory.
 */
function freeMemory(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}
