import type { MarketKind } from "../../src/market/market-kind.js";
import { type DayInput, type DayRules, persistenceWh } from "../../src/model/day-rules.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { meteredSharesWh } from "../../src/model/metered-shares.js";
import { mulberry32, shuffled } from "../../src/model/random.js";
import { AgreementStatus, partiesOf } from "../../src/model/terms.js";
import { type BalanceCheck, checkBalances } from "./balance-check.js";
import type { StepTotals } from "./block-sender.js";
import { TOO_LATE, acceptDemand, declareIntervalOffers, type Demand, type Sellers } from "./day-demand.js";
import type { OpenChain } from "./local-chain.js";
import { type Participant, type ParticipantPlan, participantsOf } from "./participants.js";
import { type SettledTrade, settleTrades } from "./settlement.js";
import { SimulatedMarket } from "./simulated-market.js";
import type { SimulatedTrade } from "./trade.js";
import { verifyTrades } from "./verification.js";

/** What a day is played with. */
interface DayOptions {
  readonly day: DayInput;
  readonly rules: DayRules;
  readonly parameters: MarketParameters;
  readonly authorities: number;
  readonly seed: number;
  /** Called after each interval. */
  readonly onProgress: (market: MarketKind, intervalsDone: number) => void;
}

/** One interval of a day on one market, Wh. */
interface IntervalResult {
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
  readonly trades: readonly SimulatedTrade[];
  readonly settlements: readonly SettledTrade[];
  /** Wh that could not be traded, by the name of the error that the market reverts with. */
  readonly refusedWh: ReadonlyMap<string, bigint>;
  readonly steps: ReadonlyMap<string, StepTotals>;
  readonly blocks: number;
  readonly participants: readonly ParticipantDay[];
  readonly balance: BalanceCheck;
}

/** The supplier's caps, the largest there are, since it would otherwise be verified all day long (Assumed). */
const SUPPLIER_CAPS = { trades: 2n ** 16n - 1n, energyWh: 2n ** 48n - 1n };
/** Time for the market's set-up before the day begins, s. */
const SETUP_SECONDS = 3600n;

/**
 * Plays a day of trading on one market, on a chain of its own. In each interval, roofs and the supplier declare,
 * households accept until their demand is filled, agreements that need it are verified, energy is delivered, and the
 * meters' readings settle the agreements. The next interval begins only then. That is the best case for a market that
 * freezes accounts: if trade closed before delivery, a frozen account would miss every other interval.
 */
export async function playTradingDay(openChain: OpenChain, kind: MarketKind, options: DayOptions): Promise<DayResult> {
  const { day, parameters, authorities, seed } = options;
  const cast = castOf(options);
  const startsAt = BigInt(day.startSeconds) - SETUP_SECONDS;
  const participants = [...cast.roles.keys()];
  const setup = { kind, parameters, participants, authorities, seed, startsAt };
  const market = await SimulatedMarket.open(openChain, setup);
  try {
    const caps = [cast.sellers.supplier.address, SUPPLIER_CAPS.trades, SUPPLIER_CAPS.energyWh];
    await market.mine([market.call("set caps", market.operator.address, "setCaps", caps)]);
    return await play(market, cast, options);
  } finally {
    await market.close();
  }
}

interface Cast {
  readonly households: readonly Participant[];
  readonly sellers: Sellers;
  readonly roles: ReadonlyMap<Participant, DayRole>;
}

function castOf({ day, rules, seed }: DayOptions): Cast {
  const plan = (metered: boolean, deposit: bigint) => (name: string) => ({ name, metered, deposit });
  const make = (plans: readonly ParticipantPlan[]) => participantsOf(seed, plans);
  const households = make(day.households.map(({ name }) => plan(true, rules.householdDeposit)(name)));
  const roofs = make(day.roofs.map(({ name }) => plan(false, rules.sellerDeposit)(`roof ${name}`)));
  const [supplier] = make([plan(false, rules.sellerDeposit)("supplier")]) as [Participant];
  const roles = new Map<Participant, DayRole>([
    ...households.map((household) => [household, "household"] as const),
    ...roofs.map((roof) => [roof, "roof"] as const),
    [supplier, "supplier"],
  ]);
  return { households, sellers: { roofs, supplier }, roles };
}

async function play(market: SimulatedMarket, cast: Cast, options: DayOptions): Promise<DayResult> {
  const { day, rules, seed, onProgress } = options;
  const random = mulberry32(seed);
  const trades: SimulatedTrade[] = [];
  const settlements: SettledTrade[] = [];
  const intervals: IntervalResult[] = [];
  const refusedWh = new Map<string, bigint>();
  for (let interval = 0; interval < day.intervals; interval++) {
    const opensAt = BigInt(day.startSeconds) + BigInt(interval * day.intervalSeconds);
    const demands = cast.households.map((household, i): Demand => {
      return { household, forecastWh: persistenceWh(day.households[i]?.energyWh ?? [], interval) };
    });
    const isNegative = (day.pricePerMwh[interval] ?? 0n) < 0n;
    const declaringTakes = market.timeOf(cast.sellers.roofs.length) - market.clock;
    const declaredAt = (market.clock > opensAt ? market.clock : opensAt) + declaringTakes;
    const isTooLate = declaredAt >= opensAt + rules.gateSeconds;
    if (isNegative || isTooLate) {
      // Nobody sells below zero; and where intervals are short, verifying those before may take until the gate.
      if (!isNegative) refusedWh.set(TOO_LATE, (refusedWh.get(TOO_LATE) ?? 0n) + forecastOf(demands));
      intervals.push(intervalResult(interval, demands, []));
      onProgress(market.kind, interval + 1);
      continue;
    }
    const offers = await declareIntervalOffers(market, cast.sellers, { day, rules, interval }, opensAt);
    const accepted = await acceptDemand(market, offers, shuffled(random, demands));
    const slow = accepted.trades.filter(({ status }) => status === AgreementStatus.AwaitingVerification);
    await verifyTrades(market, slow);
    const readings = readingsOf(accepted.trades, demands, day, interval);
    const settled = await settleTrades(market, readings, opensAt + BigInt(day.intervalSeconds));
    for (const settlement of settled) settlements.push(settlement);
    for (const trade of accepted.trades) trades.push(trade);
    for (const [error, energyWh] of accepted.refusedWh) refusedWh.set(error, (refusedWh.get(error) ?? 0n) + energyWh);
    intervals.push(intervalResult(interval, demands, accepted.trades));
    onProgress(market.kind, interval + 1);
  }
  const participants = await participantDays(market, cast.roles, settlements);
  const balance = await checkBalances(market, trades);
  const { totals: steps, blocks } = market.sender;
  return { kind: market.kind, intervals, trades, settlements, refusedWh, steps, blocks, participants, balance };
}

/** Splits each household's meter reading among its signed agreements. */
function readingsOf(trades: readonly SimulatedTrade[], demands: readonly Demand[], day: DayInput, interval: number) {
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

function forecastOf(demands: readonly Demand[]): bigint {
  return demands.reduce((sum, { forecastWh }) => sum + forecastWh, 0n);
}

function intervalResult(
  interval: number,
  demands: readonly Demand[],
  trades: readonly SimulatedTrade[],
): IntervalResult {
  const signed = trades.filter(({ status }) => status === AgreementStatus.Signed || status === AgreementStatus.Settled);
  const energyOf = (fast: boolean) =>
    signed.filter(({ fastLane }) => fastLane === fast).reduce((sum, { agreement }) => sum + agreement.energyWh, 0n);
  return {
    interval,
    forecastWh: forecastOf(demands),
    fastLaneWh: energyOf(true),
    verifiedWh: energyOf(false),
    trades: trades.length,
  };
}

/** A participant's role on a day. */
type DayRole = "household" | "roof" | "supplier";

/** A participant's day. Energy in Wh, money in base units. */
interface ParticipantDay {
  readonly name: string;
  readonly role: DayRole;
  readonly trades: number;
  readonly agreedWh: bigint;
  readonly meteredWh: bigint;
  /** As a buyer. */
  readonly paid: bigint;
  /** As a seller. */
  readonly received: bigint;
  readonly fees: bigint;
  readonly debt: bigint;
  readonly deposit: bigint;
  /** Free balance on the chain at the end. */
  readonly free: bigint;
}

/**
 * Adds up each participant's day from the settlements, and reads its free balance from the chain.
 *
 * @throws Error naming a participant whose balance is not deposit + received - paid - fees to the last base unit
 */
async function participantDays(
  market: SimulatedMarket,
  roles: ReadonlyMap<Participant, DayRole>,
  settlements: readonly SettledTrade[],
): Promise<ParticipantDay[]> {
  const lines = new Map([...roles].map(([participant, role]) => [participant.address, emptyLine(participant, role)]));
  for (const settled of settlements) {
    const { buyer, seller } = partiesOf(settled.trade.agreement);
    addTo(lines.get(buyer), settled, "buyer");
    addTo(lines.get(seller), settled, "seller");
  }
  return Promise.all(
    [...lines].map(async ([address, line]) => {
      const { free } = (await market.read("accountOf", [address])) as { free: bigint };
      const expected = line.deposit + line.received - line.paid - line.fees;
      if (free !== expected)
        throw new Error(`${line.name} has ${String(free)} base units, expected ${String(expected)}`);
      return { ...line, free };
    }),
  );
}

type Growing = { -readonly [Key in keyof ParticipantDay]: ParticipantDay[Key] };

function emptyLine({ name, deposit }: Participant, role: DayRole): Growing {
  const nothing = { trades: 0, agreedWh: 0n, meteredWh: 0n, paid: 0n, received: 0n, fees: 0n, debt: 0n, free: 0n };
  return { name, role, deposit, ...nothing };
}

function addTo(line: Growing | undefined, { trade, energyWh, paid, debt }: SettledTrade, as: "buyer" | "seller"): void {
  if (line === undefined) throw new Error(`${trade.id} has a party that is not a participant`);
  const { agreement } = trade;
  line.trades += 1;
  line.agreedWh += agreement.energyWh;
  line.meteredWh += energyWh;
  if (as === "buyer") {
    line.paid += paid;
    line.debt += debt;
  } else {
    line.received += paid;
    line.fees += (agreement.energyWh * agreement.offer.feePerMWh) / 1_000_000n;
  }
}
