/** Width of a figure in px: a README column. Its text stays legible when scaled by 20 % either way. */
export const FIGURE_WIDTH = 760;
export const FONT_SIZE = 14;
/** The browser's fonts; DejaVu and Liberation are those of a bare Linux machine, for the PNG. */
export const FONT_FAMILY =
  "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', 'Liberation Sans', sans-serif";

/** A colour on light paper and its counterpart on dark paper; as text both have a contrast of at least 4.5 : 1. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

/**
 * The palette: hues of Okabe and Ito, which colour-blind readers can distinguish, with the contrast of text. A figure
 * draws with `light`; its style sheet replaces it with `dark` on a dark screen.
 */
export const PALETTE = {
  paper: { light: "#ffffff", dark: "#12171d" },
  ink: { light: "#1c2229", dark: "#e7ebef" },
  muted: { light: "#5a646f", dark: "#a0abb6" },
  grid: { light: "#dde2e7", dark: "#2e3740" },
  band: { light: "#f3ead9", dark: "#3a3222" },
  blue: { light: "#0072b2", dark: "#56b4e9" },
  vermillion: { light: "#b84700", dark: "#ff9a5c" },
  green: { light: "#007a5a", dark: "#3fc9a0" },
  purple: { light: "#9c3f78", dark: "#dc9cc4" },
} as const satisfies Record<string, Colour>;

/** The look of a series, which never differs by colour alone. */
export interface SeriesStyle {
  readonly colour: string;
  /** SVG dash array; "none" is a solid line. */
  readonly dash: string;
  readonly symbol: "circle" | "square" | "triangle" | "diamond";
}

/** The series that several figures share. */
export const SERIES = {
  improved: { colour: PALETTE.blue.light, dash: "none", symbol: "circle" },
  traditional: { colour: PALETTE.vermillion.light, dash: "8 4", symbol: "square" },
  bitcoin: { colour: PALETTE.purple.light, dash: "2 4", symbol: "triangle" },
  gossip: { colour: PALETTE.blue.light, dash: "none", symbol: "circle" },
  unicast: { colour: PALETTE.vermillion.light, dash: "8 4", symbol: "square" },
  equation: { colour: PALETTE.green.light, dash: "2 4", symbol: "diamond" },
} as const satisfies Record<string, SeriesStyle>;

/**
 * The style sheet of the figure with this id: on a dark screen it replaces each palette colour with its dark
 * counterpart.
 */
export function darkStyleSheet(id: string): string {
  const rules = Object.values(PALETTE).flatMap(({ light, dark }) =>
    ["fill", "stroke"].map((property) => `#${id} [${property}="${light}"]{${property}:${dark}}`),
  );
  return `@media screen and (prefers-color-scheme:dark){${rules.join("")}}`;
}
