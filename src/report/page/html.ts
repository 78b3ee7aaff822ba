import { PAGE_STYLE } from "./style.js";

interface HtmlDocument {
  readonly title: string;
  /** Further directives of the content security policy; without them only inline style and data images are allowed. */
  readonly policy?: string;
  /** Further CSS rules. */
  readonly style?: string;
  readonly body: Markup;
}

/**
 * A whole HTML file in the product's style, light or dark as the reader's screen is set. It loads nothing from
 * elsewhere.
 */
export function htmlDocument({ title, policy = "", style = "", body }: HtmlDocument): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:${policy}"
        />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${trusted(PAGE_STYLE + style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        ${body}
      </body>
    </html> `.markup;
}

/** HTML whose text is escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | readonly Markup[];

/**
 * HTML from a template literal. Text values are escaped, for elements and quoted attributes; markup and lists of markup
 * are inserted unchanged.
 *
 * @example html`<p>${"a < b"}</p>`.markup // "<p>a &lt; b</p>"
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((text, index) => {
    const value = values[index];
    return value === undefined ? text : text + toMarkup(value);
  });
  return { markup: parts.join("") };
}

/** Treats text as markup. Only for text that this program generated. */
export function trusted(markup: string): Markup {
  return { markup };
}

function toMarkup(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escape(value);
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
