import type { SaidTexts } from "../src/data/formats/said.js";
import { text } from "./declaration.js";

/** What may be said about files of meters and prices, as typed; docs/data.md explains each. */
export type DataArguments = { readonly [Name in keyof Required<SaidTexts>]: string | undefined };

/** The options about files, for each command that reads some. */
export const DATA_OPTIONS = [
  text("columns", "Which column is what: time=Start,energy=Usage, also clock, end, meter, register, price, unit"),
  text("unit", "Unit of a file that does not say it: kWh, Wh, MWh, W or kW, or generation=kW"),
  text("decimal", "The decimal sign, point or comma, or consumption=comma,prices=point"),
  text("dates", "Dates that do not begin with the year: dmy, mdy or unix"),
  text("zone", "Zone of times that name none, such as Europe/Amsterdam or +10:00"),
  text("stamps", "What times without an end are: start or end of intervals"),
] as const;

/** The options about files among a command's arguments. */
export function dataArguments(args: DataArguments): SaidTexts {
  const { columns, unit, decimal, dates, zone, stamps } = args;
  return { columns, unit, decimal, dates, zone, stamps };
}
