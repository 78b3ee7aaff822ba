import { html, htmlDocument, type Markup, trusted } from "../../report/page/html.js";
import { factsPart, sectionPart } from "../../report/page/page.js";
import type { Summary } from "../summary/summary.js";
import { factsOf } from "./facts.js";
import { REFRESH_POLICY, REFRESH_SCRIPT } from "./refresh.js";
import { sectionsOf } from "./sections.js";

/**
 * The observer's page: how the market does and how well it is recorded, kept up to date while it is open.
 *
 * @param summary - undefined while there is no record yet
 * @param faults - what keeps the observer from its work now
 */
export function observerPage(summary: Summary | undefined, faults: readonly string[]): string {
  const body = html`<header>
      <h1>Wattlane observer</h1>
      <p class="lead">Every event of the market, as recorded here.</p>
      <p id="old" role="status" hidden></p>
    </header>
    <main id="content">${faultsPart(faults)}${summary === undefined ? html`` : contentPart(summary)}</main>
    ${trusted(`<script>${REFRESH_SCRIPT}</script>`)}`;
  return htmlDocument({ title: "Wattlane observer", policy: REFRESH_POLICY, style: STYLE, body });
}

/** Times stay on one line; what an event says keeps room to be read in, on a phone, too. */
const STYLE = `
tbody th{white-space:nowrap}
td.text:last-child{min-width:18rem}
`;

function faultsPart(faults: readonly string[]): Markup {
  if (faults.length === 0) return html``;
  return html`<ul role="alert">
    ${faults.map((fault) => html`<li>${fault}</li>`)}
  </ul>`;
}

function contentPart(summary: Summary): Markup {
  const { kind, address, chainId } = summary.market;
  return html`<p>The ${kind} market ${address} of chain ${chainId}.</p>
    <section aria-labelledby="summary">
      <h2 id="summary">Now</h2>
      ${factsPart(factsOf(summary), "summary")}
    </section>
    ${sectionsOf(summary).map(sectionPart)}`;
}
