import { isoInstant } from "../../data/timestamp.js";
import { kWh, tokens } from "../../report/amounts.js";
import { formatCell } from "../../report/column.js";
import type { ReportFact } from "../../report/page/report.js";
import type { Summary } from "../summary/summary.js";

/** The numbers that the page begins with. */
export function factsOf(summary: Summary): ReportFact[] {
  const { head, lag, agreements, fastLane, settlements, debts, reorganisations, users, offers } = summary;
  return [
    { label: "Recorded up to block", value: head === undefined ? "none" : formatCell(head.number) },
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
