import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import product from "../package.json" with { type: "json" };
import { studiesNamed } from "../scripts/studies/index.js";
import { requireSameSettings } from "../scripts/studies/kept.js";
import { withPngs } from "../scripts/studies/pictures.js";
import { reportFiles } from "../scripts/studies/report.js";
import { studyContext, type Finished } from "../scripts/studies/study.js";
import { toJson } from "../src/report/json.js";
import { hasFonts } from "../src/report/png.js";
import { requireWritable, writeFiles } from "../src/report/write.js";
import { chainsOf } from "./chains.js";
import { command } from "./command.js";
import { checkedOutCommit } from "./commit.js";
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
  await requireWritable(args.out, ["index.html"]);
  if (args.only !== undefined) requireSameSettings(args.out, settings);
  const say = (text: string) => {
    if (!args.json) process.stdout.write(text);
  };
  const progress = progressLine();
  say(`Seed ${String(settings.seed)}.\n`);

  const openChain = await chainsOf(hre);
  const fonts = hasFonts();
  const context = studyContext({ openChain, settings, progress });
  const finished: Finished[] = [];
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
  const madeBy = { version: product.version, commit: checkedOutCommit() };
  await writeFiles(args.out, reportFiles({ folder: args.out, settings, finished, madeBy }));
  if (!fonts) say("\nNo PNG was written: this machine has no fonts. The SVG files need none.\n");
  say(`\nWritten to ${args.out}: index.html is the report.\n`);
  if (args.json) {
    const json = Object.fromEntries(finished.map(({ study, result }) => [study.id, result.json]));
    process.stdout.write(toJson({ seed: settings.seed, settings, ...json }));
  }
});
