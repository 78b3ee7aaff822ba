import { UserError } from "../model/errors.js";

/** The place of a fault in a file, as far as it is known. */
export interface FilePlace {
  readonly source: string;
  readonly line?: number | undefined;
  readonly column?: string | undefined;
}

/**
 * The error for a fault in a file, the place first.
 *
 * @example fault({ source: "a.csv", line: 17, column: "energy_kwh" }, "is empty").message // a.csv:17: column
 * energy_kwh: is empty
 */
export function fault({ source, line, column }: FilePlace, problem: string): UserError {
  const where = line === undefined ? source : `${source}:${line}`;
  return new UserError(column === undefined ? `${where}: ${problem}` : `${where}: column ${column}: ${problem}`);
}

/** A value from a file as messages show it: quoted, control characters escaped, long values cut. */
export function shown(text: string): string {
  const longest = 60;
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
