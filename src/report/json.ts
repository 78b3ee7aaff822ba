/**
 * A result as JSON, two spaces to a level, a line break at its end.
 *
 * Keys stay in the order they were given (JavaScript puts keys that are whole numbers, such as the "50" of a
 * percentile, first and ascending). A bigint becomes a string of its decimal digits, since most readers of JSON would
 * round a number above 2^53. A property that is `undefined` is left out.
 *
 * @throws RangeError on a number that is not finite, TypeError on a Map or Set, which JSON would write as null or {}
 * @example toJson({ seed: 24, energyWh: 5000n }) // '{\n  "seed": 24,\n  "energyWh": "5000"\n}\n'
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, replace, 2)}\n`;
}

function replace(key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`"${key}": ${value} is not a finite number`);
  }
  if (value instanceof Map || value instanceof Set) throw new TypeError(`"${key}": give an array or a plain object`);
  return value;
}
