import {
  attackChance,
  type AttackLaw,
  attackLaws,
  blocksForRisk,
  catchUpChance,
  expectedAttackerBlocks,
  MAX_BLOCKS,
  type AttackChance,
} from "../src/model/attack/attack.js";
import { UsageError } from "../src/model/errors.js";
import { wilsonInterval, greatestOf } from "../src/model/statistics.js";
import { simulateRaces } from "../src/parallel/races.js";
import { toJson } from "../src/report/json.js";
import { command } from "./command.js";
import { choiceOption, numberOption, wholeOption } from "./options.js";
import { progressLine } from "./progress.js";

interface AttackArguments {
  readonly q: string | undefined;
  readonly z: string | undefined;
  readonly law: string | undefined;
  readonly races: string | undefined;
  readonly seed: string | undefined;
  readonly risk: string | undefined;
  readonly json: boolean;
}

interface Question {
  readonly q: number;
  /** Without it, the fewest blocks that bring the first law below the risk. */
  readonly z: number | undefined;
  readonly laws: readonly [AttackLaw, ...AttackLaw[]];
  readonly races: number | undefined;
  readonly seed: number;
  readonly risk: number | undefined;
}

export default command(async (args: AttackArguments) => {
  const answer = await solve(parse(args));
  process.stdout.write(args.json ? toJson(attackJson(answer)) : attackText(answer));
});

function parse(args: AttackArguments): Question {
  if (args.q === undefined) throw new UsageError("--q is missing: the attacker's chance of making the next block");
  if (args.z === undefined && args.risk === undefined) throw new UsageError("--z is missing: the blocks to catch up");
  const { z, law, races, risk } = args;
  return {
    q: numberOption("--q", args.q, { min: 0, max: 1 }),
    z: z === undefined ? z : wholeOption("--z", z, { min: 0, max: MAX_BLOCKS }),
    laws: law === undefined ? ["exact", "poisson"] : [choiceOption("--law", law, attackLaws)],
    races: races === undefined ? races : wholeOption("--races", races, { min: 1, max: 1e12 }),
    seed: wholeOption("--seed", args.seed ?? "1", { min: 0, max: Number.MAX_SAFE_INTEGER }),
    risk: risk === undefined ? risk : numberOption("--risk", risk, { min: 1e-300, max: 1 }),
  };
}

async function solve({ q, laws, races, seed, risk, ...rest }: Question): Promise<AttackAnswer> {
  const z = rest.z ?? blocksForRisk(laws[0], q, risk ?? 1);
  return {
    q,
    z,
    laws: laws.map((law) => ({
      law,
      chance: attackChance(law, q, z),
      blocks: risk === undefined ? undefined : blocksForRisk(law, q, risk),
    })),
    catchUp: catchUpChance(q, z),
    expectedAttackerBlocks: expectedAttackerBlocks(q, z),
    risk,
    races: races === undefined ? undefined : await race(q, z, races, seed),
  };
}

async function race(q: number, z: number, races: number, seed: number): Promise<RaceAnswer> {
  const progress = progressLine();
  const wins = await simulateRaces({ q, z, races, seed }, (done) => {
    progress(done < races ? `${Math.floor((100 * done) / races)} % of the races` : "");
  });
  const interval = wilsonInterval(wins, races);
  const { probability } = attackChance("exact", q, z);
  return { races, seed, wins, interval, holdsExactLaw: interval.low <= probability && probability <= interval.high };
}

/** What `hardhat attack` found out. */
interface AttackAnswer {
  readonly q: number;
  readonly z: number;
  /** The wanted laws; JSON shows the first. */
  readonly laws: readonly LawAnswer[];
  readonly catchUp: AttackChance;
  readonly expectedAttackerBlocks: number;
  readonly risk: number | undefined;
  readonly races: RaceAnswer | undefined;
}

interface LawAnswer {
  readonly law: AttackLaw;
  readonly chance: AttackChance;
  /** The fewest blocks that bring the chance below the risk. */
  readonly blocks: number | undefined;
}

interface RaceAnswer {
  readonly races: number;
  readonly seed: number;
  readonly wins: number;
  /** At 99 % confidence. */
  readonly interval: ReturnType<typeof wilsonInterval>;
  readonly holdsExactLaw: boolean;
}

/** The answer for machines. A logarithm or a mean that is infinite is left out, since JSON has no number for it. */
function attackJson({ q, z, laws, catchUp, expectedAttackerBlocks, risk, races }: AttackAnswer): unknown {
  const [first] = laws;
  return {
    law: first?.law,
    q,
    z,
    probability: first?.chance.probability,
    log10: finite(first?.chance.log10),
    catchUpProbability: catchUp.probability,
    catchUpLog10: finite(catchUp.log10),
    expectedAttackerBlocks: finite(expectedAttackerBlocks),
    risk,
    blocksForRisk: first?.blocks,
    races: races && {
      count: races.races,
      seed: races.seed,
      wins: races.wins,
      share: races.wins / races.races,
      confidence: 0.99,
      interval: races.interval,
      holdsExactLaw: races.holdsExactLaw,
    },
  };
}

/**
 * The answer for people.
 *
 * @example
 * // An attacker who makes 30 % of the blocks, against a trade that waits for 6 (proof of work)
 * //
 * //   Exact law, negative binomial              15.645 %
 */
function attackText({ q, z, laws, catchUp, expectedAttackerBlocks, risk, races }: AttackAnswer): string {
  const rows: [string, string][] = laws.map(({ law, chance }) => [lawNames[law], formatChance(chance)]);
  rows.push(["Catching up from z blocks behind, equation (1)", formatChance(catchUp)]);
  rows.push(["Attacker's expected blocks, equation (2)", significant(expectedAttackerBlocks)]);
  for (const { law, blocks } of laws) {
    if (blocks !== undefined) rows.push([`Fewest blocks for a risk below ${risk ?? 1}, ${law}`, group(blocks)]);
  }
  for (const row of races === undefined ? [] : raceRows(races)) rows.push(row);
  const width = greatestOf(rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const title = `Attack with q = ${q} on a trade that waits for z = ${group(z)} blocks`;
  return `${[title, "", ...lines, "", CAVEAT].join("\n")}\n`;
}

const lawNames: Record<AttackLaw, string> = {
  exact: "Exact law, negative binomial",
  poisson: "Poisson law, equation (3), an approximation",
};

const CAVEAT = "Proof-of-work arithmetic: it says nothing about a chain with finality.";

function raceRows({ races, seed, wins, interval, holdsExactLaw }: RaceAnswer): [string, string][] {
  const [share, low, high] = [wins / races, interval.low, interval.high].map(
    (value) => `${significant(100 * value)} %`,
  );
  return [
    [`Won of ${group(races)} races, seed ${seed}`, share ?? ""],
    ["99 % confidence interval", `${low ?? ""} to ${high ?? ""}`],
    ["Holds the exact law", holdsExactLaw ? "yes" : "no"],
  ];
}

/** A percentage while it reads well, then a power of ten. */
function formatChance({ probability, log10 }: AttackChance): string {
  if (probability >= 1e-4 || log10 === -Infinity) return `${significant(100 * probability)} %`;
  return probability >= 1e-300 ? probability.toExponential(5) : `10^${log10.toFixed(3)}`;
}

function significant(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "infinite";
}

function group(value: number): string {
  return value.toLocaleString("en-US");
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
