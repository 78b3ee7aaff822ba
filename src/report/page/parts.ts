import { html, type Markup, trusted } from "./markup.js";
import type { Download, Fact, PageFigure, PageTable, Section } from "./report.js";
import { readTitle, readId } from "./svg.js";

/** One chapter: its text, then its figures, its tables, its files. */
export function sectionPart(section: Section): Markup {
  return html`<section aria-labelledby="${section.id}">
    <h2 id="${section.id}">${section.title}</h2>
    ${section.paragraphs.map((text) => html`<p>${text}</p> `)}${section.figures.map(figurePart)}${section.tables.map(
      tablePart,
    )}${downloadsPart(section.downloads)}
  </section> `;
}

/** Names above their values. */
export function factsPart(facts: readonly Fact[], className: string): Markup {
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

function unitPart({ unit }: Fact): Markup {
  return unit === undefined ? html`` : html` <span class="unit">${unit}</span>`;
}

function markPart({ mark }: Fact): Markup {
  return mark === undefined ? html`` : html` <span class="mark">${mark}</span>`;
}

function figurePart({ svg, caption, source, parameters, seeds = [], downloads = [] }: PageFigure): Markup {
  const title = readTitle(svg);
  const all = [...parameters, ...seeds.map((seed) => ({ label: "seed", value: String(seed) }))];
  // The box scrolls on a phone, where the text of a shrunk figure could not be read.
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
  return html`<figure>
    <figcaption id="${id}"><p class="title">${caption}</p></figcaption>
    <div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
      <table aria-labelledby="${id}">
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

function downloadsPart(downloads: readonly Download[]): Markup {
  if (downloads.length === 0) return html``;
  return html`<ul class="downloads" aria-label="Files">
    ${downloads.map(({ path, label }) => html`<li><a href="${encodeURI(path)}" download>${label}</a></li> `)}
  </ul> `;
}
