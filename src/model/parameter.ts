import { UserError } from "./errors.js";

/** Where a default comes from: the paper, a reading of it, or one of the other marks of docs/model.md. */
type Source = "paper" | "reading" | "assumed" | "calibrated" | "searched for";

/** The allowed values, both ends included. */
export interface Domain {
  readonly whole?: boolean;
  readonly min: number;
  readonly max: number;
}

/** One number of the model, with what captions, help texts and checks need. */
export interface Parameter extends Domain {
  readonly symbol: string;
  readonly meaning: string;
  /** Empty for a pure number. */
  readonly unit: string;
  /** The default. */
  readonly value: number;
  readonly source: Source;
}

/**
 * The defaults of a table of parameters with some of them replaced, each checked.
 *
 * @throws UserError naming a value outside its domain, NaN and the infinities included
 * @example parametersOf({ nodes: NODES }, { nodes: 0 }) // throws "nodes = 0: must be a whole number from 1 to 1000000"
 */
export function parametersOf<Name extends string>(
  table: Readonly<Record<Name, Parameter>>,
  given: NoInfer<Partial<Readonly<Record<Name, number>>>>,
): Record<Name, number> {
  const entries = Object.entries<Parameter>(table).map(([name, parameter]) => {
    const value = given[name as Name] ?? parameter.value;
    requireWithin(name, value, parameter);
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** @throws UserError naming the value, unless it lies in the domain */
export function requireWithin(name: string, value: number, { whole = false, min, max }: Domain): void {
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return;
  throw new UserError(`${name} = ${value}: must be a ${whole ? "whole number" : "number"} from ${min} to ${max}`);
}
