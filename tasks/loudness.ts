import { UsageError } from "../src/model/errors.js";

/** The flags of commands that can say less or more. */
export const LOUDNESS_FLAGS = [
  { name: "quiet", description: "Print only errors, and what --json asks for" },
  { name: "verbose", description: "Also say on standard error what is read and from where" },
] as const;

/** {@link LOUDNESS_FLAGS} as they come. */
export interface LoudnessArguments {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Of the command that runs in this process. */
let loudness: LoudnessArguments = {};

/** @throws UsageError when both are wanted */
export function setLoudness({ quiet = false, verbose = false }: LoudnessArguments): void {
  if (quiet && verbose) throw new UsageError("--quiet and --verbose contradict each other: give one");
  loudness = { quiet, verbose };
}

export function isQuiet(): boolean {
  return loudness.quiet === true;
}

/** Says something on standard error that only `--verbose` asks for. */
export function remark(text: string): void {
  if (loudness.verbose === true) process.stderr.write(`${text}\n`);
}
