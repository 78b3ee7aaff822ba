import { UserError } from "../model/errors.js";
import type { Reading } from "./reading.js";

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

/** When a row is, without what it says; of a price, the meter is empty. */
export type RowTime = Omit<Reading, "microjoules">;

/** A row whose time is known and whose value cannot be read: it only spoils its own day. */
export class RowFault extends UserError {
  readonly row: RowTime;

  constructor({ message }: UserError, row: RowTime) {
    super(message);
    this.row = row;
  }
}

/**
 * Reads what a row says at its time.
 *
 * @throws RowFault instead of a UserError
 */
export function atRow<T>(row: RowTime, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UserError ? new RowFault(error, row) : error;
  }
}

/** Faults told at once; of the others only the number is told. */
const MOST_TOLD = 10;

/**
 * Several faults: the first ten in full, the others counted, so that a file full of faults does not fill the memory.
 */
export class FaultList {
  readonly #first: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(message: string): void {
    this.#count++;
    if (this.#first.length < MOST_TOLD) this.#first.push(message);
  }

  addAll(others: FaultList): void {
    for (const message of others.#first) if (this.#first.length < MOST_TOLD) this.#first.push(message);
    this.#count += others.#count;
  }

  /** @returns one error, a line for each of the first ten faults, and how many more there are */
  error(): UserError {
    const more = this.#count - this.#first.length;
    return new UserError([...this.#first, ...(more > 0 ? [`and ${String(more)} more`] : [])].join("\n"));
  }
}

/** A value from a file as messages show it: quoted, control characters escaped, long values cut. */
export function shown(text: string): string {
  const longest = 60;
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
