import { columnIndexes, type CsvColumn, type CsvRow, fieldReader } from "./csv.js";
import { energyOf } from "./energy.js";
import { atRow, fault, shown } from "./fault.js";
import type { Reading } from "./reading.js";
import { clockTime, type Moment, moment } from "./timestamp.js";

/** The columns of a meter file. */
export interface MeterLayout {
  readonly time: CsvColumn;
  /** Undefined if the file holds one meter, which is named after the file. */
  readonly meter: CsvColumn | undefined;
  readonly energy: CsvColumn;
  /** Whether a time may be `hh:mm`, or a date and time without a zone. */
  readonly zoneless: boolean;
}

const WATTLANE = ["timestamp", "meter", "energy_kwh"] as const;
const GSY = ["INTERVAL", "ENERGY(kWh)"] as const;

/**
 * The layout of a meter file, by its header: `timestamp,meter,energy_kwh`, or Grid Singularity Exchange's (GSY)
 * `INTERVAL,ENERGY(kWh)`, with a comma or a semicolon, with or without the colon at its end that GSY's documentation
 * has.
 *
 * @throws UserError for a header of neither layout
 */
export function meterLayout(header: CsvRow, source: string): MeterLayout {
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

/**
 * A reader of the rows of a meter file, one by one.
 *
 * @param midnight - start of the day of `hh:mm` times, where the layout allows them; without it they are an error
 * @returns the reading of a row; throws a UserError for a time or a name that cannot be read, a RowFault for an energy
 */
export function readingReader(
  { time, meter, energy, zoneless }: MeterLayout,
  source: string,
  midnight: number | undefined,
): (row: CsvRow) => Reading {
  const timeAt = fieldReader(source, time, (text) =>
    zoneless ? zonelessTime(text, midnight) : moment(text, "refused"),
  );
  const energyAt = fieldReader(source, energy, (text) => energyOf(text, "kWh"));
  return (row) => {
    const name = meter === undefined ? fileStem(source) : (row.fields[meter.index] ?? "");
    if (name === "" && meter !== undefined) throw fault({ source, line: row.line, column: meter.name }, "is empty");
    const time = { meter: name, ...timeAt(row), line: row.line };
    return { ...time, microjoules: atRow(time, () => energyAt(row)) };
  };
}

function zonelessTime(text: string, midnight: number | undefined): Moment | string {
  if (!/^\d+:\d+(?::\d+)?$/.test(text)) return moment(text, "utc");
  return midnight === undefined ? `${shown(text)} has no day` : clockTime(text, midnight);
}

/** `houses/house-1.csv` -> `house-1` */
function fileStem(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/\.[^.]+$/, "");
}
