import type { Grid } from "../column.js";

/**
 * The source of a number that is neither from the paper nor measured. A "reading" is an interpretation of what the
 * paper leaves open.
 */
type Mark = "reading" | "assumed" | "calibrated" | "searched for";

/** A labelled number, formatted for people. */
export interface ReportFact {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly mark?: Mark;
}

/** A file beside the page, by its path relative to the page. */
export interface Download {
  readonly path: string;
  readonly label: string;
}

/** A figure with its caption, source and parameters. */
export interface PageFigure {
  /** From a function under `figures/`; it has the figure's id and title. */
  readonly svg: string;
  readonly caption: string;
  /** Equation or figure of the paper, or "beyond the paper". */
  readonly source: string;
  readonly parameters: readonly ReportFact[];
  readonly seeds?: readonly number[];
  readonly downloads?: readonly Download[];
}

/** A table; `toGrid` makes the {@link Grid} from typed rows. */
export interface PageTable {
  /** Unique on the page. */
  readonly id: string;
  readonly caption: string;
  readonly grid: Grid;
  readonly downloads?: readonly Download[];
}

/** One section of the report. */
export interface ReportSection {
  /** Unique on the page: a letter, then letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** Plain text. */
  readonly paragraphs: readonly string[];
  readonly figures: readonly PageFigure[];
  readonly tables: readonly PageTable[];
  readonly downloads: readonly Download[];
}

/** The content of the page. It has no time of day, so that the same run gives the same page. */
export interface Report {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly lead: string;
  /** The main results, first on the page. */
  readonly summary: readonly ReportFact[];
  readonly sections: readonly ReportSection[];
  /** What made the report: version, command, seed, chain. */
  readonly facts: readonly ReportFact[];
}
