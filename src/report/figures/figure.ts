import { greatestOf } from "../../model/statistics.js";
import type { Panel } from "./panel.js";
import { darkStyleSheet, FIGURE_WIDTH, FONT_FAMILY, FONT_SIZE, PALETTE } from "./style.js";

/** A figure's title and description, also for readers who cannot see it. */
interface FigureText {
  /** The figure's own name: letters, digits and dashes. The SVG has the id `figure-` and this. */
  readonly id: string;
  readonly title: string;
  /** What the figure shows in one to three sentences, with its main numbers. */
  readonly description: string;
}

/**
 * Places panels in one SVG, row by row from the left; a row is as high as its highest panel. The SVG has the product's
 * font, an opaque background, a title, a description and colours for dark screens. It loads nothing, and its ids differ
 * from those of other figures on the same page.
 *
 * @param rows - panels by row; no row may be wider than {@link FIGURE_WIDTH}
 */
export function figure(text: FigureText, rows: readonly (readonly Panel[])[]): string {
  const id = `figure-${text.id}`;
  let height = 0;
  const bodies: string[] = [];
  for (const row of rows) {
    let x = 0;
    for (const { width, body } of row) {
      bodies.push(`<g transform="translate(${x},${height})">${body}</g>`);
      x += width;
    }
    if (x > FIGURE_WIDTH) throw new RangeError(`${id}: a row of panels is ${x} px wide`);
    height += greatestOf(row.map((panel) => panel.height));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc"`,
    ` viewBox="0 0 ${FIGURE_WIDTH} ${height}" width="${FIGURE_WIDTH}" height="${height}"`,
    ` font-family="${FONT_FAMILY}" font-size="${FONT_SIZE}" text-anchor="middle" fill="${PALETTE.ink.light}">\n`,
    `<title id="${id}-title">${escapeText(text.title)}</title>\n`,
    `<desc id="${id}-desc">${escapeText(text.description)}</desc>\n`,
    `<style>${darkStyleSheet(id)}</style>\n`,
    `<rect width="${FIGURE_WIDTH}" height="${height}" fill="${PALETTE.paper.light}"/>\n`,
    // The style sheet above reaches elements inside the root only, so the ink is repeated here.
    `<g fill="${PALETTE.ink.light}">\n`,
    breakLines(ownIds(id, bodies.join("\n"))),
    `\n</g>\n</svg>\n`,
  ].join("");
}

/** Renumbers clip paths and markers within the figure; Plot counts them over the life of the process. */
function ownIds(id: string, body: string): string {
  const names = new Map<string, string>();
  return body.replaceAll(/plot-(?:clip|marker|pattern)-\d+/g, (name) => {
    const own = names.get(name) ?? `${id}-part-${names.size + 1}`;
    names.set(name, own);
    return own;
  });
}

/** One element a line, so that a change of a figure is a readable diff. */
function breakLines(body: string): string {
  return body.replaceAll(/(<\/?g\b[^>]*>|<\/text>|<(?:path|line|rect|circle|clipPath)\b[^>]*>)(?=<)/g, "$1\n");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Requires rows that can be drawn: at least one, all numbers finite.
 *
 * @throws RangeError naming the figure, the row (from 1) and the property
 */
export function checkRows(id: string, rows: readonly object[]): void {
  if (rows.length === 0) throw new RangeError(`${id}: no rows to draw`);
  rows.forEach((row, index) => {
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw new RangeError(`${id}, row ${index + 1}: ${key} is ${value}`);
      }
    }
  });
}
