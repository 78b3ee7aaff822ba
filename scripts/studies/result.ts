import { toGrid, type Column, type Grid } from "../../src/report/column.js";
import { toCsv } from "../../src/report/csv.js";
import { toJson } from "../../src/report/json.js";
import type { ReportFact, PageFigure } from "../../src/report/page/report.js";
import { toTextTable } from "../../src/report/table.js";
import type { StudyResult } from "./study.js";

/** A table of a study, laid out for its three readers. */
export interface StudyTable {
  /** Of its CSV, in the study's folder. */
  readonly name: string;
  readonly caption: string;
  readonly csv: string;
  readonly grid: Grid;
  readonly text: string;
}

/** A figure of a study; `name` is that of its SVG, in the study's folder. */
export interface StudyFigure extends Omit<PageFigure, "downloads"> {
  readonly name: string;
}

/** What a study found out, before it is laid out. */
export interface Findings {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** One paragraph with the numbers of this run: on the page the second paragraph, in the terminal the last. */
  readonly answer: string;
  readonly figures: readonly StudyFigure[];
  readonly tables: readonly StudyTable[];
  readonly json: object;
  readonly summary: readonly ReportFact[];
}

/**
 * Lays out rows for CSV (all columns, all rows), for the page and for the terminal, both of which may show less.
 *
 * @example studyTable({ name: "fig9", caption: "Cumulative verification time.", rows, columns: COLUMNS })
 */
export function studyTable<Row>(table: {
  readonly name: string;
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly shown?: readonly Row[];
  readonly pageColumns?: readonly Column<Row>[];
  readonly textColumns?: readonly Column<Row>[];
}): StudyTable {
  const { name, caption, rows, columns, shown = rows, pageColumns = columns, textColumns = pageColumns } = table;
  return {
    name,
    caption,
    csv: toCsv(columns, rows),
    grid: toGrid(pageColumns, shown),
    text: toTextTable(textColumns, shown),
  };
}

/** Findings as text, files and a section of the page. */
export function studyResult(findings: Findings): StudyResult {
  const { id, title, answer, figures, tables, json, summary } = findings;
  const [first = "", ...others] = findings.paragraphs;
  const inFolder = (name: string) => `${id}/${name}`;
  return {
    text: `${tables.map(({ text }) => `${text}\n`).join("")}${answer}\n`,
    files: {
      ...Object.fromEntries(tables.map(({ name, csv }) => [inFolder(`${name}.csv`), csv])),
      ...Object.fromEntries(figures.map(({ name, svg }) => [inFolder(`${name}.svg`), svg])),
      [inFolder(`${id}.json`)]: toJson(json),
    },
    json,
    summary,
    section: {
      id,
      title,
      paragraphs: [first, answer, ...others],
      figures: figures.map(({ name, ...figure }) => ({
        ...figure,
        downloads: [{ path: inFolder(`${name}.svg`), label: "SVG" }],
      })),
      tables: tables.map(({ name, caption, grid }) => ({
        id: `${id}-${name}`,
        caption,
        grid,
        downloads: [{ path: inFolder(`${name}.csv`), label: "CSV" }],
      })),
      downloads: [{ path: inFolder(`${id}.json`), label: "All of it (JSON)" }],
    },
  };
}
