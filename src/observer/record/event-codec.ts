import type { Interface, ParamType } from "ethers";

import type { MarketEvent } from "../../market/market-events.js";

/**
 * Writes an event's arguments as JSON, by name: numbers as decimal digits in text, everything else as it is, a struct as
 * an object. So SQL reads them, too: `json_extract(args, '$.energyWh')`.
 */
export function encodeArgs(abi: Interface, { name, args }: MarketEvent): string {
  return JSON.stringify(mapped(inputsOf(abi, name), (input) => args[input.name], written));
}

/** Reads what {@link encodeArgs} wrote. */
export function decodeArgs(abi: Interface, name: string, text: string): MarketEvent["args"] {
  const args = JSON.parse(text) as Record<string, unknown>;
  return mapped(inputsOf(abi, name), (input) => args[input.name], read);
}

function inputsOf(abi: Interface, name: string): readonly ParamType[] {
  const event = abi.getEvent(name);
  if (event === null) throw new Error(`the market has no event ${name}`);
  return event.inputs;
}

function mapped(
  inputs: readonly ParamType[],
  valueOf: (input: ParamType) => unknown,
  change: (input: ParamType, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(inputs.map((input) => [input.name, change(input, valueOf(input))]));
}

function written(input: ParamType, value: unknown): unknown {
  const { components } = input;
  if (components === null) return typeof value === "bigint" ? value.toString() : value;
  return mapped(components, ({ name }) => (value as Record<string, unknown>)[name], written);
}

function read(input: ParamType, value: unknown): unknown {
  const { components } = input;
  if (components !== null) return mapped(components, ({ name }) => (value as Record<string, unknown>)[name], read);
  return /^u?int\d+$/.test(input.type) ? BigInt(value as string) : value;
}
