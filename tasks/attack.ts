import {
  attackChance,
  type AttackLaw,
  attackLaws,
  blocksForRisk,
  catchUpChance,
  expectedAttackerBlocks,
  MAX_BLOCKS,
} from "../src/model/attack/attack.js";
import { wilsonInterval } from "../src/model/statistics.js";
import { UserError } from "../src/model/errors.js";
import { simulateRaces } from "../src/parallel/races.js";
import { toJson } from "../src/report/json.js";
import { type AttackAnswer, attackJson, attackText, type RaceAnswer } from "./attack-answer.js";
import { command } from "./command.js";
import { choiceOption, numberOption, wholeOption } from "./options.js";

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
  if (args.q === undefined) throw new UserError("--q is missing: the attacker's chance of making the next block");
  if (args.z === undefined && args.risk === undefined) throw new UserError("--z is missing: the blocks to catch up");
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
  const wins = await simulateRaces({ q, z, races, seed }, process.stderr.isTTY ? showProgress(races) : undefined);
  const interval = wilsonInterval(wins, races);
  const { probability } = attackChance("exact", q, z);
  return { races, seed, wins, interval, holdsExactLaw: interval.low <= probability && probability <= interval.high };
}

function showProgress(races: number): (done: number) => void {
  return (done) => {
    process.stderr.write(done < races ? `\r${Math.floor((100 * done) / races)} % of the races` : "\r\x1b[K");
  };
}
