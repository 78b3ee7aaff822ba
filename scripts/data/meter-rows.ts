import type { Row } from "./csv.js";
import { decimal } from "./decimal.js";
import { fault } from "./fault.js";
import { fieldReader } from "./field.js";
import type { MeterLayout } from "./layout.js";
import { append, noRows, type TimedRows } from "./timed-rows.js";
import { clockTime, instant } from "./timestamp.js";

const WH_DECIMALS = 3;

/**
 * The rows of a meter file sorted out by meter, in the order in which the file names the meters first.
 *
 * @param midnight - when the day of `hh:mm` starts, where the layout allows that
 * @throws UserError for a time, a name or an energy that cannot be read, and for rows out of order
 */
export function rowsByMeter(
  rows: Iterable<Row>,
  { time, meter, energy, zoneless }: MeterLayout,
  source: string,
  midnight: number,
): ReadonlyMap<string, TimedRows> {
  const timeAt = fieldReader(source, time, (text) =>
    zoneless ? zonelessTime(text, midnight) : instant(text, "refused"),
  );
  const energyAt = fieldReader(source, energy, (text) => decimal(text, WH_DECIMALS));
  const meters = new Map<string, TimedRows>();
  for (const row of rows) {
    const name = meter === undefined ? fileStem(source) : (row.fields[meter.index] ?? "");
    if (name === "" && meter !== undefined) throw fault({ source, line: row.line, column: meter.name }, "is empty");
    let readings = meters.get(name);
    if (readings === undefined) meters.set(name, (readings = noRows(name)));
    append(readings, timeAt(row), energyAt(row), { source, line: row.line, column: time.name });
  }
  return meters;
}

function zonelessTime(text: string, midnight: number): number | string {
  return /^\d+:\d+$/.test(text) ? clockTime(text, midnight) : instant(text, "utc");
}

/** `houses/house-1.csv` -> `house-1` */
function fileStem(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/\.[^.]+$/, "");
}
