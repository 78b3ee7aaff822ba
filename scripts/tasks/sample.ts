import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { meterCsv, priceCsv } from "../data/format.js";
import { generateSample, SAMPLE_FILES, SHIPPED_SAMPLE, type SampleOptions } from "../data/sample/sample.js";
import { UserError } from "../model/errors.js";
import { type FileSet, writeFiles } from "../report/write.js";
import { command } from "./command.js";

interface Arguments extends Pick<SampleOptions, (typeof NUMBERS)[number]> {
  readonly out: string | undefined;
  readonly check: boolean;
}

const NUMBERS = ["days", "households", "roofs", "seed"] as const;

/** Writes a generated sample, by default the shipped one in its place; or checks that the files are what the seed gives. */
export default command(async (args: Arguments, { config }: HardhatRuntimeEnvironment) => {
  const { days, households, roofs, seed } = args;
  const folder = args.out ?? join(config.paths.root, "data", "sample");
  for (const option of NUMBERS) {
    if (option !== "seed" && args[option] < 1) throw new UserError(`--${option} ${args[option]}: at least 1`);
    if (args.out === undefined && args[option] !== SHIPPED_SAMPLE[option])
      throw new UserError(
        `--${option} ${args[option]}: needs --out, since the shipped sample has ${SHIPPED_SAMPLE[option]}`,
      );
  }
  const files = sampleFiles({ ...SHIPPED_SAMPLE, days, households, roofs, seed });
  if (args.check) await requireFresh(folder, files, seed);
  else await writeFiles(folder, files);
  process.stdout.write(`${folder}: sample of seed ${seed} ${args.check ? "is fresh" : "written"}\n`);
});

function sampleFiles(options: SampleOptions): FileSet {
  const { consumption, generation, prices } = generateSample(options);
  return {
    [SAMPLE_FILES.consumption]: meterCsv(consumption),
    [SAMPLE_FILES.generation]: meterCsv(generation),
    [SAMPLE_FILES.prices]: priceCsv(prices),
  };
}

async function requireFresh(folder: string, files: FileSet, seed: number): Promise<void> {
  for (const [name, expected] of Object.entries(files)) {
    const path = join(folder, name);
    const found = await readFile(path, "utf8").catch(() => undefined);
    if (found === undefined) throw new UserError(`${path} is missing`);
    if (found !== expected) throw new UserError(`${path} is not what seed ${seed} gives`);
  }
}
