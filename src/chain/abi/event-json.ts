import type { Interface, ParamType } from "ethers";

import type { DecodedEvent } from "./event-coder.js";

type Values = DecodedEvent["args"];

/**
 * Writes the arguments of a contract's events as JSON, by name, and reads them back: numbers as decimal digits in text,
 * a struct as an object, everything else as it is. So SQL reads them too: `json_extract(args, '$.energyWh')`.
 */
export class EventJson {
  readonly #inputs: ReadonlyMap<string, readonly ParamType[]>;

  constructor(abi: Interface) {
    const inputs = new Map<string, readonly ParamType[]>();
    abi.forEachEvent((event) => inputs.set(event.name, event.inputs));
    this.#inputs = inputs;
  }

  /** @throws Error when the contract has no such event */
  write({ name, args }: DecodedEvent): string {
    return JSON.stringify(mapped(this.#inputsOf(name), args, written));
  }

  /** Reads what {@link EventJson.write} wrote. @throws Error when the contract has no such event */
  read(name: string, text: string): Values {
    return mapped(this.#inputsOf(name), JSON.parse(text) as Values, read);
  }

  #inputsOf(name: string): readonly ParamType[] {
    const inputs = this.#inputs.get(name);
    if (inputs === undefined) throw new Error(`the contract has no event ${name}`);
    return inputs;
  }
}

function mapped(
  inputs: readonly ParamType[],
  values: Values,
  change: (input: ParamType, value: unknown) => unknown,
): Values {
  return Object.fromEntries(inputs.map((input) => [input.name, change(input, values[input.name])]));
}

function written({ components }: ParamType, value: unknown): unknown {
  if (components !== null) return mapped(components, value as Values, written);
  return typeof value === "bigint" ? value.toString() : value;
}

function read({ components, type }: ParamType, value: unknown): unknown {
  if (components !== null) return mapped(components, value as Values, read);
  return /^u?int\d+$/.test(type) ? BigInt(value as string) : value;
}
