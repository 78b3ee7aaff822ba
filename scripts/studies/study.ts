import type { ReportFact, ReportSection } from "../../src/report/page/page.js";
import type { FileSet } from "../../src/report/write.js";
import type { OpenChain } from "../simulation/local-chain.js";
import type { Settings } from "./settings/settings.js";

/** What a study runs with. */
export interface StudyContext {
  /** Opens the chains that markets run on. */
  readonly openChain: OpenChain;
  readonly settings: Settings;
  /** Shows progress on a terminal. */
  readonly progress: (text: string) => void;
  /** The result of a computation that several studies use; it runs once. */
  readonly shared: <T>(computation: Computation<T>) => Promise<T>;
}

/** Work that follows from the context alone. */
type Computation<T> = (context: StudyContext) => Promise<T>;

/** Makes the context of one evaluation. */
export function studyContext(given: Omit<StudyContext, "shared">): StudyContext {
  const results = new Map<Computation<unknown>, Promise<unknown>>();
  const context: StudyContext = {
    ...given,
    shared: <T>(computation: Computation<T>) => {
      const result = results.get(computation) ?? computation(context);
      results.set(computation, result);
      return result as Promise<T>;
    },
  };
  return context;
}

/** A study's result. Everything but {@link StudyResult.timings} follows from the settings. */
export interface StudyResult {
  /** For the terminal. */
  readonly text: string;
  /** CSV, JSON and pictures, by their path in the report's folder. */
  readonly files: FileSet;
  /** For `--json`. */
  readonly json: unknown;
  readonly section: ReportSection;
  /** Its answer in one sentence for readers who know neither the paper nor its symbols. */
  readonly plain?: string;
  /** Its answers as numbers, for the top of the report. */
  readonly summary: readonly ReportFact[];
  /** Measured times, for `timings.json` alone. */
  readonly timings?: Readonly<Record<string, unknown>>;
}

/** One part of the evaluation; `--only` names it by its id. */
export interface Study {
  readonly id: string;
  readonly title: string;
  /** Throws a UserError for settings that it cannot run with, before any study begins. */
  readonly check?: (settings: Settings) => void;
  readonly run: (context: StudyContext) => Promise<StudyResult>;
}

/** A study that has run, and how long it took. */
export interface Finished {
  readonly study: Study;
  readonly result: StudyResult;
  readonly seconds: number;
}
