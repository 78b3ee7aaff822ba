import { Resvg } from "@resvg/resvg-js";

/** The fallback if the machine has none of the figure's fonts; without it any font is used. */
const FALLBACK_FAMILY = "DejaVu Sans";
const ZOOM = 2;

/**
 * A figure as PNG at twice its size in px, in its light colours. The same SVG gives the same bytes on machines with
 * the same fonts. Without {@link hasFonts} the PNG has no text.
 *
 * @throws Error when the SVG is not well formed
 */
export function toPng(svg: string): Uint8Array {
  // The style sheet only has the dark colours.
  return render(svg.replace(/<style>.*?<\/style>/s, "")).asPng();
}

/**
 * Whether this machine has a font. A bare container may not; it is then better to omit the PNG, while the SVG shows its
 * text wherever it is opened.
 */
export function hasFonts(): boolean {
  // resvg does not list its fonts: without one, a letter draws no pixel.
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
