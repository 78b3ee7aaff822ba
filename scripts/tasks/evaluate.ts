import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { toJson } from "../report/json.js";
import { page } from "../report/page/page.js";
import { writeFiles, type FileSet } from "../report/write.js";
import { command } from "./command.js";
import { wholeOption } from "./options.js";
import { progressLine } from "./progress.js";
import { DEFAULT_SETTINGS, type Settings } from "./settings.js";
import { studiesNamed } from "./studies/index.js";
import type { Study, StudyResult } from "./studies/study.js";

/** The options of `evaluate`, as typed. */
interface EvaluateArguments {
  readonly only: string | undefined;
  readonly out: string;
  readonly seed: string | undefined;
  readonly consumption: string | undefined;
  readonly generation: string | undefined;
  readonly prices: string | undefined;
  readonly consumptionDay: string | undefined;
  readonly generationDay: string | undefined;
  readonly priceDay: string | undefined;
  readonly days: string | undefined;
  readonly json: boolean;
}

export default command(async (args: EvaluateArguments, { network }: HardhatRuntimeEnvironment) => {
  const settings = settingsOf(args);
  const studies = studiesNamed(args.only);
  for (const { check } of studies) check?.(settings);
  const say = (text: string) => {
    if (!args.json) process.stdout.write(text);
  };
  const progress = progressLine();
  say(`Seed ${String(settings.seed)}.\n`);

  const results: [Study, StudyResult][] = [];
  for (const study of studies) {
    const result = await study.run({ network, settings, progress });
    progress("");
    results.push([study, result]);
    say(`\n## ${study.title}\n\n${result.text}`);
  }
  await writeFiles(args.out, filesOf(settings, results));
  say(`\nWritten to ${args.out}: index.html is the report.\n`);
  if (args.json) {
    const json = Object.fromEntries(results.map(([{ id }, result]) => [id, result.json]));
    process.stdout.write(toJson({ seed: settings.seed, ...json }));
  }
});

function settingsOf(args: EvaluateArguments): Settings {
  const { sources } = DEFAULT_SETTINGS;
  return {
    ...DEFAULT_SETTINGS,
    seed:
      args.seed === undefined ? DEFAULT_SETTINGS.seed : wholeOption("--seed", args.seed, { min: 0, max: 2 ** 32 - 1 }),
    sources: {
      consumption: args.consumption ?? sources.consumption,
      generation: args.generation ?? sources.generation,
      prices: args.prices ?? sources.prices,
      consumptionDay: args.consumptionDay,
      generationDay: args.generationDay,
      priceDay: args.priceDay,
      days: args.days === undefined ? sources.days : wholeOption("--days", args.days, { min: 1, max: 3660 }),
    },
  };
}

function filesOf(settings: Settings, results: readonly [Study, StudyResult][]): FileSet {
  const html = page({
    title: "What the fast lane is worth",
    lead: "An evaluation of the improved smart-contract electricity transaction model of Shi, Huang, Hu, Hao and Zhang (2022), run on the contracts themselves.",
    summary: results.flatMap(([, { summary }]) => summary),
    sections: results.map(([, { section }]) => section),
    facts: [{ label: "Seed", value: String(settings.seed) }],
  });
  return Object.assign({ "index.html": html }, ...results.map(([, { files }]) => files)) as FileSet;
}
