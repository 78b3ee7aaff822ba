import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";

import { FONT_SIZE, PALETTE } from "./style.js";

/** A drawn pair of axes: SVG elements in a box of `width` by `height` px. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** An axis: its label with the unit in brackets, and Plot's scale options. */
type Axis = Plot.ScaleOptions & { readonly label: string };

/** What a panel shows; sizes in px. */
interface PanelOptions {
  readonly width: number;
  readonly height: number;
  /** Room for the ticks of y; 60 by default. */
  readonly marginLeft?: number;
  /** Room for labels at the ends of lines; 20 by default. */
  readonly marginRight?: number;
  /** Heading of a panel beside others. */
  readonly title?: string;
  /** An empty label omits the ticks too, as above a panel with the same x. */
  readonly x: Axis;
  readonly y: Axis;
  /** Lines at the ticks of these axes, below everything else. */
  readonly grid?: readonly ("x" | "y")[];
  readonly marks: readonly Plot.Markish[];
}

// Plot draws into any document; linkedom gives one without a browser.
const document: unknown = new DOMParser().parseFromString("<html></html>", "text/html");
const plot = Plot.plot as (options: Plot.PlotOptions & { document: unknown }) => { readonly innerHTML: string };

const AXIS_LABEL_HEIGHT = 32;
const TITLE_HEIGHT = 26;
const MARGIN_BOTTOM = 54;
const MARGIN_BOTTOM_BARE = 10;

/**
 * Draws one panel with Observable Plot in the product's style: y's label above its axis, x's centred below, literal
 * palette colours (see `darkStyleSheet`), and coordinates rounded to 0.01 px so that the text is the same on every
 * machine. Nothing depends on the page around it.
 */
export function panel(options: PanelOptions): Panel {
  const { width, height, title, x, y, marginLeft = 60, marginRight = 20 } = options;
  const marginTop = AXIS_LABEL_HEIGHT + (title === undefined ? 0 : TITLE_HEIGHT);
  const { innerHTML } = plot({
    document,
    width,
    height,
    marginTop,
    marginRight,
    marginBottom: x.label === "" ? MARGIN_BOTTOM_BARE : MARGIN_BOTTOM,
    marginLeft,
    style: { fontSize: `${FONT_SIZE}px` },
    x: { ...x, label: null, ...(x.label === "" && { axis: null }) },
    y: { ...y, label: null },
    marks: [
      options.grid?.includes("x") === true ? Plot.gridX(gridLines(x)) : null,
      options.grid?.includes("y") === true ? Plot.gridY(gridLines(y)) : null,
      ...options.marks,
      frameText(y.label, { frameAnchor: "top-left", textAnchor: "start", dx: 6 - marginLeft, dy: -24 }),
      frameText(x.label, { frameAnchor: "bottom", dy: 44 }),
      title === undefined ? null : frameText(title, { frameAnchor: "top", dy: 8 - marginTop, fontWeight: 600 }),
    ],
  });
  return { width, height, body: neutral(innerHTML) };
}

function gridLines({ ticks }: Axis) {
  return { stroke: PALETTE.grid.light, strokeOpacity: 1, ...(ticks !== undefined && { ticks }) };
}

function frameText(text: string, options: Plot.TextOptions): Plot.Markish {
  return Plot.text([text], { text: (line: string) => line, fill: PALETTE.ink.light, ...options });
}

/** Removes from the markup what depends on a page: Plot's style sheet, the current colour, roles inside the image. */
function neutral(markup: string): string {
  return markup
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll("currentColor", PALETTE.ink.light)
    .replaceAll(/ aria-(label|hidden|description)="[^"]*"/g, "")
    .replaceAll(/(?<==")[^"]*(?=")/g, roundNumbers);
}

function roundNumbers(attribute: string): string {
  return attribute.replaceAll(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
