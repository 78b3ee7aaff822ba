import type { CsvRow } from "../csv.js";
import { fault, shown } from "../fault.js";
import { unitIn } from "./quantity.js";
import type { ColumnNames } from "./read-options.js";
import { type FileKind, plainName, type TableFormat } from "./table-format.js";

/**
 * The format that `--columns` describes.
 *
 * @returns undefined if nothing was said
 * @throws UserError naming a column that the header lacks, or a role that is missing
 */
export function formatSaid(
  names: ColumnNames | undefined,
  header: CsvRow,
  source: string,
  kind: FileKind,
): TableFormat | undefined {
  if (names === undefined) return undefined;
  const place = { source, line: header.line };
  const known = header.fields.map(plainName);
  for (const name of Object.values(names))
    if (!known.includes(plainName(name)))
      throw fault(place, `the header ${shown(header.fields.join(","))} lacks ${shown(name)}, which --columns names`);
  const { time, clock, end, meter, energy, register, price, unit } = names;
  const value = kind === "prices" ? price : (register ?? energy);
  if (time === undefined || value === undefined)
    throw fault(
      place,
      `--columns must say time and ${kind === "prices" ? "price" : "energy or register"} of a file of ${kind}`,
    );
  return {
    name: "columns as said",
    kind,
    columns: {
      time: exactly(time),
      value: exactly(value),
      ...(clock === undefined ? {} : { clock: exactly(clock) }),
      ...(end === undefined ? {} : { end: exactly(end) }),
      ...(meter === undefined ? {} : { meter: exactly(meter) }),
      ...(unit === undefined ? {} : { unit: exactly(unit) }),
    },
    clockTimes: true,
    ...(kind === "meters" ? { unit: unitIn(value) } : {}),
    ...(register === undefined || kind === "prices" ? {} : { register: "always" }),
  };
}

function exactly(name: string): RegExp {
  return new RegExp(`^${plainName(name).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}
