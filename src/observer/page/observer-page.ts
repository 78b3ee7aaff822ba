import { isoInstant } from "../../data/timestamp.js";
import { kWh, tokens } from "../../report/amounts.js";
import { formatCell } from "../../report/column.js";
import { html, htmlDocument, type Markup, trusted } from "../../report/page/html.js";
import { factsPart, type ReportFact, sectionPart } from "../../report/page/page.js";
import type { Summary } from "../summary/summary.js";
import { REFRESH_POLICY, REFRESH_SCRIPT } from "./refresh.js";
import { sectionsOf } from "./sections.js";

/**
 * The observer's page: how the market does and how far the index has come, kept up to date while it is open.
 *
 * @param summary - undefined while there is no index yet
 * @param problems - what keeps the observer from its work now
 */
export function observerPage(summary: Summary | undefined, problems: readonly string[]): string {
  const body = html`<header>
      <h1>Wattlane observer</h1>
      <p class="lead">Every event of the market, as indexed here.</p>
      <p id="old" role="status" hidden></p>
    </header>
    <main id="content">${problemsPart(problems)}${summary === undefined ? html`` : contentPart(summary)}</main>
    ${trusted(`<script>${REFRESH_SCRIPT}</script>`)}`;
  return htmlDocument({ title: "Wattlane observer", policy: REFRESH_POLICY, style: STYLE, body });
}

/** Times stay on one line; what an event says keeps room to be read in, on a phone, too. */
const STYLE = `
tbody th{white-space:nowrap}
td.text:last-child{min-width:18rem}
`;

function problemsPart(problems: readonly string[]): Markup {
  if (problems.length === 0) return html``;
  return html`<ul role="alert">
    ${problems.map((problem) => html`<li>${problem}</li>`)}
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

/** The numbers that the page begins with. */
function factsOf(summary: Summary): ReportFact[] {
  const { head, lag, agreements, fastLane, settlements, debts, reorganisations, users, offers } = summary;
  return [
    { label: "Indexed up to block", value: head === undefined ? "none" : formatCell(head.number) },
    { label: "Its time", value: head === undefined ? "none" : isoInstant(Number(head.timestamp)) },
    { label: "Behind the node", value: formatCell(lag.blocks ?? null), unit: "blocks" },
    { label: "Age of that block", value: formatCell(lag.seconds ?? null), unit: "s" },
    { label: "Events", value: formatCell(summary.events) },
    { label: "Reorganisations", value: formatCell(reorganisations.count) },
    { label: "The deepest", value: formatCell(reorganisations.deepest), unit: "blocks" },
    { label: "Users", value: formatCell(users.registered) },
    { label: "Suspended for debts", value: formatCell(users.suspended) },
    { label: "Open offers", value: formatCell(offers.open) },
    { label: "On offer", value: kWh(offers.openWh), unit: "kWh" },
    { label: "Agreements", value: formatCell(agreements.total) },
    {
      label: "On the fast lane",
      value: fastLane.share === undefined ? "–" : formatCell(fastLane.share * 100, 1),
      unit: "%",
    },
    { label: "Awaiting verification", value: formatCell(agreements.awaiting) },
    { label: "Settled", value: formatCell(settlements.count) },
    { label: "Energy settled", value: kWh(settlements.energyWh), unit: "kWh" },
    { label: "Paid in settlements", value: tokens(settlements.paid), unit: "tokens" },
    { label: "Debts outstanding", value: formatCell(debts.open) },
    { label: "Owed", value: tokens(debts.outstanding), unit: "tokens" },
  ];
}
