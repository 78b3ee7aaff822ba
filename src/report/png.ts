import { Resvg } from "@resvg/resvg-js";

/** Stands in where none of the families that a figure asks for is there; without it too, any font the machine has. */
const FALLBACK_FAMILY = "DejaVu Sans";
const ZOOM = 2;

/**
 * A figure as PNG at twice its size in px, in its light colours. The same SVG gives the same bytes on machines with
 * the same fonts. Where {@link hasFonts} says no, the PNG has no text at all.
 *
 * @throws Error when the SVG is not well formed
 */
export function toPng(svg: string): Uint8Array {
  // The style sheet holds nothing but the dark colours.
  return render(svg.replace(/<style>.*?<\/style>/s, "")).asPng();
}

/**
 * Whether this machine has a font to draw text with. A bare container may not: a PNG is then better left out, while
 * the SVG shows its text wherever it is opened.
 */
export function hasFonts(): boolean {
  // resvg has no list of the fonts that it found: a letter that leaves no mark tells.
  const letter = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">H</text></svg>';
  return render(letter).pixels.some((value) => value !== 0);
}

function render(svg: string) {
  return new Resvg(svg, {
    font: { loadSystemFonts: true, defaultFontFamily: FALLBACK_FAMILY, sansSerifFamily: FALLBACK_FAMILY },
    fitTo: { mode: "zoom", value: ZOOM },
    logLevel: "off",
  }).render();
}
