import type { NetworkManager } from "hardhat/types/network";

import type { FileSet } from "../../report/write.js";
import type { Fact, Section } from "../../report/page/report.js";
import type { Settings } from "../settings.js";

/** What a study runs with. */
export interface StudyContext {
  readonly network: NetworkManager;
  readonly settings: Settings;
  /** Shows how far the study is, where somebody watches. */
  readonly progress: (text: string) => void;
}

/** What a study brings: everything in it follows from the settings, measured times are kept apart. */
export interface StudyResult {
  /** For the terminal. */
  readonly text: string;
  /** CSV, JSON and pictures, by their path in the report's folder. */
  readonly files: FileSet;
  /** For `--json`. */
  readonly json: unknown;
  readonly section: Section;
  /** Its answers, for the top of the report. */
  readonly summary: readonly Fact[];
}

/** One part of the evaluation; `--only` names it by its id. */
export interface Study {
  readonly id: string;
  readonly title: string;
  /** Refuses settings that it cannot run with, before any study has begun. */
  readonly check?: (settings: Settings) => void;
  readonly run: (context: StudyContext) => Promise<StudyResult>;
}
