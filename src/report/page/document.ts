import { html, trusted, type Markup } from "./markup.js";
import { PAGE_STYLE } from "./style.js";

export interface Document {
  readonly title: string;
  /** What the page may load and run besides its own style and images in its text: directives of its security policy. */
  readonly policy?: string;
  /** Rules besides the product's own. */
  readonly style?: string;
  readonly body: Markup;
}

/**
 * A whole HTML file with the product's style: light or dark as the reader's screen is set, and nothing loaded from
 * elsewhere.
 */
export function htmlDocument({ title, policy = "", style = "", body }: Document): string {
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
