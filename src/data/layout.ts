import { columnIndexes, type Row } from "./csv.js";
import { fault, shown } from "./fault.js";
import type { Column } from "./field.js";

/** What the columns of a meter file are called, and where they stand. */
export interface MeterLayout {
  readonly time: Column;
  /** Nothing where a file holds one meter, named after the file. */
  readonly meter: Column | undefined;
  readonly energy: Column;
  /** Whether a time may be `hh:mm`, or a date and time without a zone. */
  readonly zoneless: boolean;
}

const WATTLANE = ["timestamp", "meter", "energy_kwh"] as const;
const GSY = ["INTERVAL", "ENERGY(kWh)"] as const;

/**
 * Recognises the layout of a meter file by its header: `timestamp,meter,energy_kwh`, or that of Grid Singularity
 * Exchange (GSY), `INTERVAL,ENERGY(kWh)`, with a comma or a semicolon and with or without the colon that GSY's
 * documentation puts at its end.
 *
 * @throws UserError for a header of neither layout
 */
export function meterLayout(header: Row, source: string): MeterLayout {
  const fields = header.fields.map((name) => name.replace(/:$/, ""));
  const names: ReadonlySet<string> = new Set(fields);
  if (GSY.some((name) => names.has(name))) {
    const at = columnIndexes({ ...header, fields }, GSY, source);
    const [time, energy] = GSY;
    return {
      time: { name: time, index: at[time] },
      meter: undefined,
      energy: { name: energy, index: at[energy] },
      zoneless: true,
    };
  }
  const expected = `"${WATTLANE.join(",")}" nor "${GSY.join(",")}"`;
  if (!WATTLANE.some((name) => names.has(name)))
    throw fault({ source, line: header.line }, `the header ${shown(header.fields.join(","))} is neither ${expected}`);
  const at = columnIndexes(header, WATTLANE, source);
  const [time, meter, energy] = WATTLANE;
  return {
    time: { name: time, index: at[time] },
    meter: { name: meter, index: at[meter] },
    energy: { name: energy, index: at[energy] },
    zoneless: false,
  };
}
