import { toJson } from "../../src/report/json.js";
import type { ReportFact, ReportSection } from "../../src/report/page/report.js";
import type { FileSet } from "../../src/report/write.js";
import type { OpenChain } from "../simulation/local-chain.js";
import type { Settings } from "./settings/settings.js";

/** What a study runs with. */
export interface StudyContext {
  /** Opens the chains that markets run on. */
  readonly openChain: OpenChain;
  readonly settings: Settings;
  /** Shows how far the study is, where somebody watches. */
  readonly progress: (text: string) => void;
  /** The result of a computation that several studies use: it runs when the first of them asks, and never again. */
  readonly shared: <Result>(computation: Computation<Result>) => Promise<Result>;
}

/** Work that follows from the context alone. */
type Computation<Result> = (context: StudyContext) => Promise<Result>;

/** Makes the context of one evaluation. */
export function studyContext(given: Omit<StudyContext, "shared">): StudyContext {
  const results = new Map<Computation<unknown>, Promise<unknown>>();
  const context: StudyContext = {
    ...given,
    shared: <Result>(computation: Computation<Result>) => {
      const result = results.get(computation) ?? computation(context);
      results.set(computation, result);
      return result as Promise<Result>;
    },
  };
  return context;
}

/** What a study brings: everything in it follows from the settings, measured times are kept apart. */
export interface StudyResult {
  /** For the terminal. */
  readonly text: string;
  /** CSV, JSON and pictures, by their path in the report's folder. */
  readonly files: FileSet;
  /** For `--json`. */
  readonly json: unknown;
  readonly section: ReportSection;
  /** Its answers, for the top of the report. */
  readonly summary: readonly ReportFact[];
  /** What it measured with a clock: for `timings.json`, and nowhere else. */
  readonly timings?: Readonly<Record<string, unknown>>;
}

/** One part of the evaluation; `--only` names it by its id. */
export interface Study {
  readonly id: string;
  readonly title: string;
  /** Refuses settings that it cannot run with, before any study has begun. */
  readonly check?: (settings: Settings) => void;
  readonly run: (context: StudyContext) => Promise<StudyResult>;
}

/** A study that has run, and how long it took. */
export interface Finished {
  readonly study: Study;
  readonly result: StudyResult;
  readonly seconds: number;
}

/** The one file of a report that is not the same in every run. */
export const TIMINGS_FILE = "timings.json";

/** What was measured with a clock, kept apart from what follows from the settings. */
export function timingsFile(finished: readonly Finished[]): string {
  const studies = finished.map(({ study, result, seconds }) => [study.id, { seconds, ...result.timings }]);
  return toJson({
    note: "Measured on one machine in one run: no other run gives the same numbers. Everything else in this folder follows from settings.json.",
    studies: Object.fromEntries(studies) as unknown,
  });
}
