import type { Grid } from "../column.js";

/**
 * What stands behind a number that is neither from the paper nor measured. A "reading" is this product's reading of a
 * passage that the paper leaves open.
 */
type Mark = "reading" | "assumed" | "calibrated" | "searched for";

/** A number under its name, formatted for people. */
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

/** A figure and what its reader must know to judge it. */
export interface PageFigure {
  /** What a function under `figures/` returned; its id and title are taken from it. */
  readonly svg: string;
  readonly caption: string;
  /** Where it comes from: equation, figure of the paper, or "beyond the paper". */
  readonly source: string;
  readonly parameters: readonly ReportFact[];
  readonly seeds?: readonly number[];
  readonly downloads?: readonly Download[];
}

/** A table; {@link Grid} is what `toGrid` makes of typed rows. */
export interface PageTable {
  /** Unique on the page. */
  readonly id: string;
  readonly caption: string;
  readonly grid: Grid;
  readonly downloads?: readonly Download[];
}

/** One chapter of the report. */
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

/** Everything that the page shows. It holds no time of day, so that the same run gives the same page. */
export interface Report {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly lead: string;
  /** The answers, first on the page. */
  readonly summary: readonly ReportFact[];
  readonly sections: readonly ReportSection[];
  /** What made the report: version, command, seed, chain. */
  readonly facts: readonly ReportFact[];
}
