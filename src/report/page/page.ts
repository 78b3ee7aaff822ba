import { htmlDocument } from "./document.js";
import { html } from "./markup.js";
import { factsPart, sectionPart } from "./parts.js";
import type { Report } from "./report.js";
import { readId } from "./svg.js";

/**
 * The report as one HTML file: it opens without a network, holds every figure and table, and links to the CSV and JSON
 * beside it. Light or dark as the reader's screen is set; readable on a phone, on paper and by a screen reader.
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
        ${factsPart(report.summary, "summary")}
        <p>
          Numbers that are neither the paper's nor measured carry a mark. <span class="mark">reading</span>: the paper
          leaves it open, and this is how it was read. <span class="mark">assumed</span>: not in the paper, chosen.
          <span class="mark">calibrated</span>: chosen so that a known result comes out.
          <span class="mark">searched for</span>: found by trying many.
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
