import type { MarketKind } from "../../src/market/market-kind.js";
import { persistenceWh } from "../../src/model/forecast.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { meteredSharesWh } from "../../src/model/metered-shares.js";
import { mulberry32 } from "../../src/model/random.js";
import { shuffled } from "../../src/model/shuffle.js";
import { AgreementStatus } from "../../src/model/terms.js";
import type { DayInput, DayRules } from "../../src/model/trading-day.js";
import { readBooks, type Books } from "./balance-check.js";
import type { StepTotals } from "./block-sender.js";
import { acceptDemand, type Demand } from "./day-demand.js";
import { declareBook, type Sellers } from "./interval-offers.js";
import type { OpenChain } from "./local-chain.js";
import { ledgerOf, type LedgerLine, type Role } from "./participant-days.js";
import { participantsOf, type Participant, type ParticipantPlan } from "./participants.js";
import { settleTrades, type MeteredTrade, type Settled } from "./settlement.js";
import { MarketBench } from "./simulated-market.js";
import type { Trade } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** How a day is played. */
export interface DayOptions {
  readonly day: DayInput;
  readonly rules: DayRules;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** Told after each interval. */
  readonly onProgress: (market: MarketKind, intervalsDone: number) => void;
}

/** One interval of a day on one market, Wh. */
export interface IntervalResult {
  readonly interval: number;
  readonly forecastWh: bigint;
  readonly fastLaneWh: bigint;
  readonly verifiedWh: bigint;
  readonly trades: number;
}

/** A day on one market. */
export interface DayResult {
  readonly kind: MarketKind;
  readonly intervals: readonly IntervalResult[];
  readonly trades: readonly Trade[];
  readonly settlements: readonly Settled[];
  /** Wh that the market refused to trade, by the name of its error. */
  readonly refusedWh: ReadonlyMap<string, bigint>;
  readonly steps: ReadonlyMap<string, StepTotals>;
  readonly blocks: number;
  readonly ledger: readonly LedgerLine[];
  readonly books: Books;
}

/** The operator's caps for the supplier, the largest there are: it would be verified all day long (Assumed). */
const SUPPLIER_CAPS = { trades: 2n ** 16n - 1n, energyWh: 2n ** 48n - 1n };
/** The set-up of a market takes its time before the day begins, s. */
const SETUP_SECONDS = 3600n;

/**
 * Plays a day of trading on one market, on a chain of its own. Each interval: what the last one's meters read is
 * settled, roofs and the supplier declare, households accept until they are filled, agreements that need it are
 * verified; then the interval is delivered. The next begins only then, which is the best case for a market that freezes
 * accounts: were trade to close before delivery begins, a frozen account would miss every other interval.
 */
export async function playTradingDay(openChain: OpenChain, kind: MarketKind, options: DayOptions): Promise<DayResult> {
  const { day, parameters, authorities, seed } = options;
  const cast = castOf(options);
  const startsAt = BigInt(day.startSeconds) - SETUP_SECONDS;
  const participants = [...cast.roles.keys()];
  const setup = { kind, parameters, participants, authorities, seed, startsAt };
  const bench = await MarketBench.open(openChain, setup);
  try {
    const caps = [cast.sellers.supplier.address, SUPPLIER_CAPS.trades, SUPPLIER_CAPS.energyWh];
    await bench.mine([bench.call("set caps", bench.operator.address, "setCaps", caps)]);
    return await play(bench, cast, options);
  } finally {
    await bench.close();
  }
}

interface Cast {
  readonly households: readonly Participant[];
  readonly sellers: Sellers;
  readonly roles: ReadonlyMap<Participant, Role>;
}

function castOf({ day, rules, seed }: DayOptions): Cast {
  const plan = (metered: boolean, deposit: bigint) => (name: string) => ({ name, metered, deposit });
  const make = (plans: readonly ParticipantPlan[]) => participantsOf(seed, plans);
  const households = make(day.households.map(({ name }) => plan(true, rules.householdDeposit)(name)));
  const roofs = make(day.roofs.map(({ name }) => plan(false, rules.sellerDeposit)(`roof ${name}`)));
  const [supplier] = make([plan(false, rules.sellerDeposit)("supplier")]) as [Participant];
  const roles = new Map<Participant, Role>([
    ...households.map((household) => [household, "household"] as const),
    ...roofs.map((roof) => [roof, "roof"] as const),
    [supplier, "supplier"],
  ]);
  return { households, sellers: { roofs, supplier }, roles };
}

async function play(bench: MarketBench, cast: Cast, options: DayOptions): Promise<DayResult> {
  const { day, rules, seed, onProgress } = options;
  const random = mulberry32(seed);
  const trades: Trade[] = [];
  const settlements: Settled[] = [];
  const intervals: IntervalResult[] = [];
  const refusedWh = new Map<string, bigint>();
  for (let interval = 0; interval < day.intervals; interval++) {
    const opensAt = BigInt(day.startSeconds) + BigInt(interval * day.intervalSeconds);
    const demands = cast.households.map((household, i): Demand => {
      return { household, forecastWh: persistenceWh(day.households[i]?.energyWh ?? [], interval) };
    });
    const book = await declareBook(bench, cast.sellers, { day, rules, interval }, opensAt);
    const accepted = await acceptDemand(bench, book, shuffled(random, demands));
    const slow = accepted.trades.filter(({ status }) => status === AgreementStatus.AwaitingVerification);
    await verifyTrades(bench, slow);
    const readings = readingsOf(accepted.trades, demands, day, interval);
    settlements.push(...(await settleTrades(bench, readings, opensAt + BigInt(day.intervalSeconds))));
    trades.push(...accepted.trades);
    for (const [error, energyWh] of accepted.refusedWh) refusedWh.set(error, (refusedWh.get(error) ?? 0n) + energyWh);
    intervals.push(intervalResult(interval, demands, accepted.trades));
    onProgress(bench.kind, interval + 1);
  }
  const ledger = await ledgerOf(bench, cast.roles, settlements);
  const books = await readBooks(bench, trades);
  const { totals: steps, blocks } = bench.sender;
  return { kind: bench.kind, intervals, trades, settlements, refusedWh, steps, blocks, ledger, books };
}

/** Each household's meter reading, shared out among its signed agreements. */
function readingsOf(
  trades: readonly Trade[],
  demands: readonly Demand[],
  day: DayInput,
  interval: number,
): MeteredTrade[] {
  const signed = Map.groupBy(
    trades.filter(({ status }) => status === AgreementStatus.Signed),
    ({ agreement }) => agreement.accepter,
  );
  return demands.flatMap(({ household, forecastWh }, i) => {
    const own = signed.get(household.address) ?? [];
    const meteredWh = day.households[i]?.energyWh[interval] ?? 0n;
    if (own.length === 0) return [];
    const shares = meteredSharesWh(
      meteredWh,
      forecastWh,
      own.map(({ agreement }) => agreement.energyWh),
    );
    return own.map((trade, k) => ({ trade, energyWh: shares[k] ?? 0n }));
  });
}

function intervalResult(interval: number, demands: readonly Demand[], trades: readonly Trade[]): IntervalResult {
  const signed = trades.filter(({ status }) => status === AgreementStatus.Signed || status === AgreementStatus.Settled);
  const energyOf = (fast: boolean) =>
    signed.filter(({ fastLane }) => fastLane === fast).reduce((sum, { agreement }) => sum + agreement.energyWh, 0n);
  return {
    interval,
    forecastWh: demands.reduce((sum, { forecastWh }) => sum + forecastWh, 0n),
    fastLaneWh: energyOf(true),
    verifiedWh: energyOf(false),
    trades: trades.length,
  };
}
