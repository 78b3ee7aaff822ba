/** The id of a figure's SVG, by which a page refers to it. */
export function readId(svg: string): string {
  return required(/^<svg [^>]*\bid="([^"]+)"/.exec(svg)?.[1], "id");
}

/** The title of a figure's SVG, as plain text. */
export function readTitle(svg: string): string {
  const title = required(/<title\b[^>]*>([^<]*)<\/title>/.exec(svg)?.[1], "title");
  return title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new TypeError(`a figure's SVG has no ${what}`);
  return value;
}
