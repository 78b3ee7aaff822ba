import type { MarketParameters } from "../../src/model/market-parameters.js";
import { mulberry32 } from "../../src/model/random.js";
import type { Table1Parameters } from "../../src/model/table1-parameters.js";
import { depositFor, planTable1, type PlannedDay } from "../../src/model/table1.js";
import type { ClauseShares } from "../../src/model/trading-day.js";
import { readBooks, type Books } from "./balance-check.js";
import type { StepTotals } from "./block-sender.js";
import { replayBlocks } from "./ceiling.js";
import { freeMemory } from "./free-memory.js";
import type { OpenChain } from "./local-chain.js";
import { participantsOf } from "./participants.js";
import type { Settled } from "./settlement.js";
import { MarketBench, type BenchOptions } from "./simulated-market.js";
import { DAY, settleDay, tradeDay } from "./table1-day.js";
import type { Trade } from "./trade.js";

/** How the days of Table 1 are played. */
export interface Table1Options {
  readonly table1: Table1Parameters;
  readonly clauses: ClauseShares;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** A stopwatch's reading, ms. */
  readonly now: () => number;
  /** Told what is being done. */
  readonly onProgress: (doing: string) => void;
}

/** A day's agreements, and how those were settled that came to it. */
export interface Table1Day {
  readonly trades: readonly Trade[];
  readonly settlements: readonly Settled[];
}

/** What the days came to: all of it follows from the options but {@link Table1Result.speed}. */
export interface Table1Result {
  readonly days: readonly Table1Day[];
  readonly steps: ReadonlyMap<string, StepTotals>;
  readonly blocks: number;
  readonly books: Books;
  readonly speed: Table1Speed;
}

/** How fast it went, measured: from the first transaction to the last, keys and the empty chain being there. */
export interface Table1Speed {
  readonly transactions: number;
  readonly seconds: number;
  /** Of the same blocks, sent to a fresh chain with nothing around them: the chain's own ceiling. */
  readonly ceilingSeconds: number;
}

/** The first day's midnight, 2026-01-01T00:00:00Z (Assumed; nothing depends on it). */
const FIRST_DAY = 1_767_225_600n;
const SETUP_SECONDS = 3600n;

/**
 * Plays the days of Table 1 on an improved market, every act a transaction of whoever does it. A day: what was delivered
 * the day before is settled; some users take all their money out; sellers declare the next day's energy, buyers accept,
 * agreements that need it are verified; in the evening the money comes back.
 */
export async function playTable1(openChain: OpenChain, options: Table1Options): Promise<Table1Result> {
  const setup = setupOf(options);
  const { sent, lastBlock, seconds, ...result } = await playOn(openChain, setup, options);
  options.onProgress("measuring the chain's own ceiling");
  freeMemory();
  const replay = await replayBlocks(openChain, setup, sent, options.now);
  if (replay.lastBlock !== lastBlock) throw new Error("the chain did something else when it was sent the same again");
  const transactions = sent.reduce((sum, block) => sum + block.transactions.length, 0);
  return { ...result, blocks: sent.length, speed: { transactions, seconds, ceilingSeconds: replay.seconds } };
}

function setupOf({ table1, clauses, parameters, authorities, seed }: Table1Options): BenchOptions {
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

/** Plays the days on a chain that is gone afterwards: the next one needs its memory. */
async function playOn(openChain: OpenChain, setup: BenchOptions, options: Table1Options) {
  const { table1, seed, now, onProgress } = options;
  const plan = planTable1(table1, mulberry32(seed));
  const bench = await MarketBench.start(openChain, setup);
  try {
    const startedAt = now();
    onProgress("registering");
    await bench.setUp();
    const days = await playDays(bench, plan, options);
    const seconds = (now() - startedAt) / 1000;
    onProgress("reading the books");
    const books = await readBooks(
      bench,
      days.flatMap(({ trades }) => trades),
    );
    const { sent, totals: steps } = bench.sender;
    return { days, steps, books, sent, lastBlock: await bench.sender.lastBlock(), seconds };
  } finally {
    await bench.close();
  }
}

async function playDays(bench: MarketBench, plan: readonly PlannedDay[], options: Table1Options): Promise<Table1Day[]> {
  const days: Table1Day[] = [];
  const traded: Trade[][] = [];
  // Agreements are delivered on the day after they are made, and settled on the morning after that.
  for (let day = 0; day < plan.length + 2; day++) {
    options.onProgress(`day ${String(day + 1)} of ${String(plan.length)}`);
    // What the day before left behind would otherwise stay beside the chain, which grows.
    freeMemory();
    const opensAt = FIRST_DAY + BigInt(day) * DAY;
    const delivered = traded[day - 2];
    if (delivered !== undefined) {
      const settlements = await settleDay(bench, plan[day - 2] as PlannedDay, delivered, opensAt);
      days.push({ trades: delivered, settlements });
    }
    const planned = plan[day];
    if (planned !== undefined) traded.push(await tradeDay(bench, planned, options.clauses, opensAt, day));
  }
  return days;
}
