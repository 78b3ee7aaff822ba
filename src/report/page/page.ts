import type { Grid } from "../column.js";
import { html, htmlDocument, type Markup, trusted } from "./html.js";

/**
 * The report as one HTML file with every figure and table and links to the CSV and JSON files beside it. It opens
 * offline, light or dark as the reader's screen is set, and is readable on a phone, on paper and with a screen reader.
 *
 * @throws RangeError on two parts of one id
 */
export function page(report: Report): string {
  requireDistinctIds(report);
  const body = html`<header>
      <h1>${report.title}</h1>
      <p class="lead">${report.lead}</p>
    </header>
    <main id="content">
      <section aria-labelledby="summary">
        <h2 id="summary">Summary</h2>
        ${report.plain.map((sentence) => html`<p class="lead">${sentence}</p> `)}${factsPart(report.summary, "summary")}
        <p>
          Numbers that are neither from the paper nor measured carry a mark. <span class="mark">reading</span>: an
          interpretation of what the paper leaves open. <span class="mark">assumed</span>: chosen, not in the paper.
          <span class="mark">calibrated</span>: chosen to reproduce a known result.
          <span class="mark">searched for</span>: found by trying many values.
        </p>
      </section>
      <nav aria-label="Contents">
        <ul>
          ${report.sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li> `)}
        </ul>
      </nav>
      ${report.sections.map(sectionPart)}
    </main>
    <footer>${factsPart(report.facts, "parameters")}</footer> `;
  return htmlDocument({ title: report.title, body });
}

function requireDistinctIds({ sections }: Report): void {
  const seen = new Set(["summary", "content"]);
  for (const { id, figures, tables } of sections) {
    for (const each of [id, ...figures.map(({ svg }) => readId(svg)), ...tables.map((table) => table.id)]) {
      if (seen.has(each)) throw new RangeError(`two parts of the page have the id "${each}"`);
      seen.add(each);
    }
  }
}

/** A section: its text, its figures, its tables, its files. */
export function sectionPart(section: ReportSection): Markup {
  return html`<section aria-labelledby="${section.id}">
    <h2 id="${section.id}">${section.title}</h2>
    ${section.paragraphs.map((text) => html`<p>${text}</p> `)}${section.figures.map(figurePart)}${section.tables.map(
      tablePart,
    )}${downloadsPart(section.downloads)}
  </section> `;
}

/** Facts, each label with its value. */
export function factsPart(facts: readonly ReportFact[], className: string): Markup {
  if (facts.length === 0) return html``;
  return html`<dl class="${className}">
    ${facts.map(
      (fact) =>
        html`<div>
          <dt>${fact.label}</dt>
          <dd>${fact.value}${unitPart(fact)}${markPart(fact)}</dd>
        </div> `,
    )}
  </dl> `;
}

function unitPart({ unit }: ReportFact): Markup {
  return unit === undefined ? html`` : html` <span class="unit">${unit}</span>`;
}

function markPart({ mark }: ReportFact): Markup {
  return mark === undefined ? html`` : html` <span class="mark">${mark}</span>`;
}

function figurePart({ svg, caption, source, parameters, seeds = [], downloads = [] }: PageFigure): Markup {
  const title = readTitle(svg);
  const all = [...parameters, ...seeds.map((seed) => ({ label: "seed", value: String(seed) }))];
  // The box scrolls on a phone, where a shrunk figure would be unreadable.
  return html`<figure>
    <div class="scroll" role="group" aria-label="${title}" tabindex="0">${trusted(svg.trim())}</div>
    <figcaption id="${readId(svg)}-caption">
      <p><span class="title">${title}.</span> ${caption} Source: ${source}.</p>
      ${factsPart(all, "parameters")}${downloadsPart(downloads)}
    </figcaption>
  </figure> `;
}

function tablePart({ id, caption, grid, downloads = [] }: PageTable): Markup {
  const kind = (index: number) => (grid.numeric[index] === true ? "number" : "text");
  const cell = (text: string, index: number) =>
    index === 0
      ? html`<th scope="row" class="${kind(index)}">${text}</th>`
      : html`<td class="${kind(index)}">${text}</td>`;
  // A table of many columns takes the window's width, and is set smaller on paper.
  const wide = trusted(grid.headings.length > MANY_COLUMNS ? ' class="wide"' : "");
  return html`<figure${wide}>
    <figcaption id="${id}"><p class="title">${caption}</p></figcaption>
    <div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
      <table aria-labelledby="${id}" ${trusted(grid.headings.length > MANY_COLUMNS ? ' class="many"' : "")}>
        <thead>
          <tr>
            ${grid.headings.map((heading, index) => html`<th scope="col" class="${kind(index)}">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${grid.rows.map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${downloadsPart(downloads)}
  </figure> `;
}

/** More than these do not fit beside the text, nor on a page of paper in ordinary type. */
const MANY_COLUMNS = 6;

function downloadsPart(downloads: readonly Download[]): Markup {
  if (downloads.length === 0) return html``;
  return html`<ul class="downloads" aria-label="Files">
    ${downloads.map(({ path, label }) => html`<li><a href="${encodeURI(path)}" download>${label}</a></li> `)}
  </ul> `;
}

/** The id of a figure's SVG. */
function readId(svg: string): string {
  return required(/^<svg [^>]*\bid="([^"]+)"/.exec(svg)?.[1], "id");
}

/** The title of a figure's SVG, as plain text. */
function readTitle(svg: string): string {
  const title = required(/<title\b[^>]*>([^<]*)<\/title>/.exec(svg)?.[1], "title");
  return title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new TypeError(`a figure's SVG has no ${what}`);
  return value;
}

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
interface PageTable {
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
interface Report {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly lead: string;
  /** The main results in plain sentences, first on the page. */
  readonly plain: readonly string[];
  /** The main results as numbers, below. */
  readonly summary: readonly ReportFact[];
  readonly sections: readonly ReportSection[];
  /** What made the report: version, command, seed, chain. */
  readonly facts: readonly ReportFact[];
}
