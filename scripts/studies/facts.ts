import type { Parameter } from "../../src/model/parameter.js";
import type { ReportFact } from "../../src/report/page/report.js";

type Described = Pick<Parameter, "symbol" | "unit" | "source"> & { readonly value: number | undefined };

/**
 * Parameters as a caption names them. A value that is not the default is somebody's choice, whatever the default's source.
 *
 * @example parameterFacts({ nodes: NODES }, { nodes: 1000 }) // [{ label: "n", value: "1,000" }]
 */
export function parameterFacts<Name extends string>(
  table: Readonly<Record<Name, Described>>,
  values: Readonly<Record<Name, number | undefined>>,
  names = Object.keys(table) as Name[],
): ReportFact[] {
  return names.flatMap((name) => {
    const { symbol, unit, value, source } = table[name];
    const chosen = values[name];
    if (chosen === undefined) return [];
    const mark = chosen === value || value === undefined ? source : "assumed";
    return {
      label: symbol,
      value: chosen.toLocaleString("en-US", { maximumFractionDigits: 9 }),
      ...(unit !== "" && { unit }),
      ...(mark !== "paper" && { mark }),
    };
  });
}

/**
 * A probability in percent, four digits of it, without the unit; a power of ten where it is too small to read otherwise.
 *
 * @example percentText(0.156448) // "15.64"
 */
export function percentText(probability: number): string {
  const percent = 100 * probability;
  if (percent === 0 || percent >= 0.001) return String(Number(percent.toPrecision(4)));
  return percent.toExponential(2);
}
