import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { studiesNamed } from "../scripts/studies/index.js";
import { withPngs } from "../scripts/studies/pictures.js";
import { SETTINGS_FILE, settingsFile } from "../scripts/studies/settings/file.js";
import { settingsSection } from "../scripts/studies/settings/section.js";
import type { Settings } from "../scripts/studies/settings/settings.js";
import { studyContext, TIMINGS_FILE, timingsFile } from "../scripts/studies/study.js";
import { toJson } from "../src/report/json.js";
import { page } from "../src/report/page/page.js";
import { hasFonts } from "../src/report/png.js";
import { writeFiles, type FileSet } from "../src/report/write.js";
import { chainsOf } from "./chains.js";
import { command } from "./command.js";
import { settingsOf, type SettingOptions } from "./evaluate-options.js";
import { progressLine } from "./progress.js";

/** The options of `evaluate`, as typed. */
interface EvaluateArguments extends SettingOptions {
  readonly only: string | undefined;
  readonly out: string;
  readonly json: boolean;
}

export default command(async (args: EvaluateArguments, hre: HardhatRuntimeEnvironment) => {
  const settings = settingsOf(args);
  const studies = studiesNamed(args.only);
  for (const { check } of studies) check?.(settings);
  const say = (text: string) => {
    if (!args.json) process.stdout.write(text);
  };
  const progress = progressLine();
  say(`Seed ${String(settings.seed)}.\n`);

  const openChain = await chainsOf(hre);
  const fonts = hasFonts();
  const context = studyContext({ openChain, settings, progress });
  const finished: Parameters<typeof timingsFile>[0][number][] = [];
  for (const study of studies) {
    const startedAt = performance.now();
    const result = await study.run(context);
    finished.push({
      study,
      result: fonts ? withPngs(result) : result,
      seconds: (performance.now() - startedAt) / 1000,
    });
    progress("");
    say(`\n## ${study.title}\n\n${result.text}`);
  }
  await writeFiles(args.out, filesOf(settings, finished));
  if (!fonts) say("\nNo PNG was written: this machine has no fonts. The SVG files need none.\n");
  say(`\nWritten to ${args.out}: index.html is the report.\n`);
  if (args.json) {
    const json = Object.fromEntries(finished.map(({ study, result }) => [study.id, result.json]));
    process.stdout.write(toJson({ seed: settings.seed, settings, ...json }));
  }
});

function filesOf(settings: Settings, finished: readonly Parameters<typeof timingsFile>[0][number][]): FileSet {
  const html = page({
    title: "What the fast lane is worth",
    lead: "An evaluation of the improved smart-contract electricity transaction model of Shi, Huang, Hu, Hao and Zhang (2022), run on the contracts themselves.",
    summary: finished.flatMap(({ result }) => result.summary),
    sections: [...finished.map(({ result }) => result.section), settingsSection(settings)],
    facts: [{ label: "Seed", value: String(settings.seed) }],
  });
  return {
    "index.html": html,
    [SETTINGS_FILE]: settingsFile(settings),
    [TIMINGS_FILE]: timingsFile(finished),
    ...Object.fromEntries(finished.flatMap(({ result }) => Object.entries(result.files))),
  };
}
