/** Figures by name, in groups: what `gas.json` holds. */
export type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * What changed between two sets of figures, a line each.
 *
 * @example
 * differences({ improved: { declare: 61_351 } }, { improved: { declare: 61_400 } });
 * // ["improved, declare: 61,351 -> 61,400 (+49)"]
 */
export function differences(before: Figures, after: Figures): string[] {
  return [...new Set([...namesOf(before), ...namesOf(after)])].flatMap((name) => {
    const [group, figure] = JSON.parse(name) as [string, string];
    const line = difference(before[group]?.[figure], after[group]?.[figure]);
    return line === undefined ? [] : [`${group}, ${figure}: ${line}`];
  });
}

/** Group and name of every figure, as one text. */
function namesOf(figures: Figures): string[] {
  return Object.entries(figures).flatMap(([group, of]) => Object.keys(of).map((name) => JSON.stringify([group, name])));
}

function difference(before: number | undefined, after: number | undefined): string | undefined {
  if (before === after) return undefined;
  if (before === undefined) return `new, ${number(after)}`;
  if (after === undefined) return `gone, was ${number(before)}`;
  return `${number(before)} -> ${number(after)} (${after > before ? "+" : ""}${number(after - before)})`;
}

function number(value: number | undefined): string {
  return (value ?? 0).toLocaleString("en");
}
