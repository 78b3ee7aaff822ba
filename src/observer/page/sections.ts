import { isoInstant } from "../../data/timestamp.js";
import { HISTORY_COLUMNS } from "../../market/history.js";
import { kWh, shortId } from "../../report/amounts.js";
import { type Column, toGrid } from "../../report/column.js";
import type { ReportSection } from "../../report/page/page.js";
import type { Summary } from "../summary/summary.js";

/** Days shown; `/summary` has all of them. */
const DAYS = 14;

/** The chapters below the numbers. */
export function sectionsOf(summary: Summary): ReportSection[] {
  const { verification, settlements, awaiting, days, latest } = summary;
  return [
    section("agreements", "Agreements", [], {
      caption: "By the day of their acceptance, UTC",
      grid: toGrid(DAY_COLUMNS, days.slice(0, DAYS)),
    }),
    section("verification", "Awaiting verification", [verificationText(verification)], {
      caption: "By deadline, the nearest first",
      grid: toGrid(AWAITING_COLUMNS, awaiting),
    }),
    section("authorities", "Authorities", [], {
      caption: "Seats of the committee",
      grid: toGrid(AUTHORITY_COLUMNS, verification.authorities),
    }),
    section("settlements", "Settlements", [], {
      caption: "By outcome",
      grid: toGrid(OUTCOME_COLUMNS, Object.entries(settlements.outcomes)),
    }),
    section("events", "Last events", [], { caption: "The newest first", grid: toGrid(HISTORY_COLUMNS, latest) }),
  ];
}

function section(
  id: string,
  title: string,
  paragraphs: string[],
  table: { caption: string; grid: ReturnType<typeof toGrid> },
): ReportSection {
  return { id, title, paragraphs, figures: [], tables: [{ id: `${id}-table`, ...table }], downloads: [] };
}

function verificationText({ asked, signed, refused, expired, medianSeconds }: Summary["verification"]): string {
  const median = medianSeconds === undefined ? "" : `, half of them within ${medianSeconds} s`;
  return (
    `Of ${asked} agreements that needed full verification, ${signed} were signed${median}; ` +
    `${refused} were refused, ${expired} ran out of time.`
  );
}

const DAY_COLUMNS: readonly Column<Summary["days"][number]>[] = [
  { name: "day", heading: "Day", value: ({ day }) => day },
  { name: "total", heading: "All", value: ({ total }) => total },
  { name: "fast_lane", heading: "Fast lane", value: ({ fastLane }) => fastLane },
  { name: "awaiting", heading: "Awaiting", value: ({ awaiting }) => awaiting },
  { name: "signed", heading: "Signed", value: ({ signed }) => signed },
  { name: "settled", heading: "Settled", value: ({ settled }) => settled },
  { name: "void", heading: "Void", value: (day) => day.void },
  { name: "terminated", heading: "Terminated", value: ({ terminated }) => terminated },
];

const AWAITING_COLUMNS: readonly Column<Summary["awaiting"][number]>[] = [
  { name: "deadline", heading: "Deadline", value: ({ deadline }) => isoInstant(Number(deadline)) },
  { name: "energy_kwh", heading: "Energy [kWh]", value: ({ energyWh }) => kWh(energyWh), numeric: true },
  { name: "buyer", heading: "Buyer", value: ({ buyer }) => shortId(buyer) },
  { name: "seller", heading: "Seller", value: ({ seller }) => shortId(seller) },
  { name: "agreement", heading: "Agreement", value: ({ id }) => id },
];

const AUTHORITY_COLUMNS: readonly Column<Summary["verification"]["authorities"][number]>[] = [
  { name: "authority", heading: "Authority", value: ({ address }) => address },
  { name: "checks", heading: "Checks", value: ({ checks }) => checks ?? null },
];

const OUTCOME_COLUMNS: readonly Column<[outcome: string, count: number]>[] = [
  { name: "outcome", heading: "Outcome", value: ([outcome]) => outcome },
  { name: "settlements", heading: "Settlements", value: ([, count]) => count },
];
