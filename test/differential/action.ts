import { playDifferential } from "./differential.js";
import type { Tally } from "./tally.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import { toJson } from "../../src/report/json.js";
import { toTextTable } from "../../src/report/table.js";
import { command } from "../../tasks/command.js";
import { wholeOption } from "../../tasks/options.js";
import { progressLine } from "../../tasks/progress.js";

interface DifferentialArguments {
  readonly actions: string;
  readonly seed: string;
  readonly json: boolean;
}

/** Runs the test that compares chain and reference at any length; it ends with the first difference. */
export default command(async (args: DifferentialArguments) => {
  const actions = wholeOption("--actions", args.actions, { min: 1, max: 1e9 });
  const seed = wholeOption("--seed", args.seed, { min: 0, max: 2 ** 32 - 1 });
  const runs: Run[] = [];
  for (const kind of ["improved", "traditional"] as const) runs.push(await run(kind, actions, seed));
  process.stdout.write(args.json ? toJson({ actions, seed, markets: runs.map(inJson) }) : inText(runs, actions, seed));
});

interface Run {
  readonly kind: MarketKind;
  readonly tally: Tally;
}

async function run(kind: MarketKind, actions: number, seed: number): Promise<Run> {
  const show = progressLine();
  const onProgress = (done: number) => {
    if (done % ACTIONS_BETWEEN_REPORTS === 0) show(`${kind} market: ${done} of ${actions} actions`);
  };
  const tally = await playDifferential({ kind, actions, seed, onProgress });
  show("");
  return { kind, tally };
}

function inJson({ kind, tally }: Run) {
  const actions = [...tally.actions].map(([action, { done, refused }]) => [
    action,
    { done, refused: Object.fromEntries(refused) },
  ]);
  return {
    market: kind,
    actions: Object.fromEntries(actions) as unknown,
    reached: Object.fromEntries(tally.reached),
  };
}

function inText(runs: readonly Run[], actions: number, seed: number): string {
  const tables = runs.map(({ kind, tally }) =>
    [
      `${kind} market: chain and reference agree on ${actions} actions, seed ${seed}\n`,
      toTextTable<[string, { done: number; refused: Map<string, number> }]>(
        [
          { name: "action", heading: "Action", value: ([action]) => action },
          { name: "done", heading: "Done", value: ([, { done }]) => done },
          { name: "refused", heading: "Refused with", value: ([, { refused }]) => inWords(refused) },
        ],
        [...tally.actions],
      ),
      toTextTable<[string, number]>(
        [
          { name: "reached", heading: "Reached", value: ([milestone]) => milestone },
          { name: "times", heading: "Times", value: ([, times]) => times },
        ],
        [...tally.reached].sort(),
      ),
    ].join("\n"),
  );
  return tables.join("\n");
}

function inWords(refused: ReadonlyMap<string, number>): string {
  return [...refused].map(([error, times]) => `${error} ${times}`).join(", ");
}

const ACTIONS_BETWEEN_REPORTS = 500;
