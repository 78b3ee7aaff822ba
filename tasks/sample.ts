import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import {
  generateSample,
  meterCsv,
  priceCsv,
  SAMPLE_FILES,
  SHIPPED_SAMPLE,
  type SampleOptions,
} from "../src/data/sample/sample.js";
import { UsageError, UserError } from "../src/model/errors.js";
import { type FileSet, requireWritable, writeFiles } from "../src/report/write.js";
import { command } from "./command.js";
import { wholeOption } from "./options.js";

interface Arguments extends Readonly<Record<keyof typeof RANGES, string | undefined>> {
  readonly out: string | undefined;
  readonly check: boolean;
}

const RANGES = {
  days: { min: 1, max: 10_000 },
  households: { min: 1, max: 100_000 },
  roofs: { min: 1, max: 100_000 },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
};

/** A file is made in memory: about 200 MB of text. */
const MOST_ROWS = 5_000_000;

/**
 * Writes a generated sample, by default the shipped one in its place; or checks that the files are what the seed gives.
 */
export default command(async (args: Arguments, { config }: HardhatRuntimeEnvironment) => {
  const folder = args.out ?? join(config.paths.root, "data", "sample");
  const options = { ...SHIPPED_SAMPLE, ...chosen(args) };
  if (!args.check) await requireWritable(folder);
  const files = sampleFiles(options);
  if (args.check) await requireFresh(folder, files, options.seed);
  else await writeFiles(folder, files);
  process.stdout.write(`${folder}: sample of seed ${options.seed} ${args.check ? "is fresh" : "written"}\n`);
});

function chosen(args: Arguments): Pick<SampleOptions, keyof typeof RANGES> {
  const number = (option: keyof typeof RANGES) => {
    const shipped = SHIPPED_SAMPLE[option];
    const value = wholeOption(`--${option}`, args[option] ?? String(shipped), RANGES[option]);
    if (args.out === undefined && value !== shipped)
      throw new UsageError(`--${option} ${value}: needs --out, since the shipped sample has ${shipped}`);
    return value;
  };
  const options = {
    days: number("days"),
    households: number("households"),
    roofs: number("roofs"),
    seed: number("seed"),
  };
  const rows = options.days * 48 * Math.max(options.households, options.roofs);
  if (rows > MOST_ROWS)
    throw new UsageError(`--days ${options.days}: makes a file of ${rows} rows, at most ${MOST_ROWS}`);
  return options;
}

function sampleFiles(options: SampleOptions): FileSet {
  const sample = generateSample(options);
  return {
    [SAMPLE_FILES.consumption]: meterCsv(sample.households, sample.startSeconds),
    [SAMPLE_FILES.generation]: meterCsv(sample.roofs, sample.startSeconds),
    [SAMPLE_FILES.prices]: priceCsv(sample),
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
