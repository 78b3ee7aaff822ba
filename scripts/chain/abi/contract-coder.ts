import type { FunctionFragment, Interface } from "ethers";

import { argumentsEncoder, type ArgumentsEncoder } from "./arguments-encoder.js";
import { staticCoder, type StaticCoder } from "./static-coder.js";

/** Encodes calls of a contract and decodes its answers; fast where the types allow it, by the general coder elsewhere. */
export class ContractCoder {
  readonly #abi: Interface;
  readonly #functions = new Map<string, FunctionCoder>();

  constructor(abi: Interface) {
    this.#abi = abi;
  }

  /** A call's data. @throws Error when there is no such function, or a value is not of its type */
  callData(name: string, values: readonly unknown[]): string {
    const { fragment, selector, inputs } = this.#function(name);
    if (inputs === undefined || values.length !== fragment.inputs.length) {
      return this.#abi.encodeFunctionData(fragment, values);
    }
    return selector + inputs(values);
  }

  /** What a view function answered. */
  answerOf(name: string, data: string): readonly unknown[] {
    const { fragment, outputs } = this.#function(name);
    return outputs === undefined ? this.#abi.decodeFunctionResult(fragment, data) : outputs.decode(data);
  }

  #function(name: string): FunctionCoder {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const fragment = this.#abi.getFunction(name);
    if (fragment === null) throw new Error(`no function ${name}`);
    const coder = {
      fragment,
      selector: fragment.selector,
      inputs: argumentsEncoder(fragment.inputs),
      outputs: staticCoder(fragment.outputs),
    };
    this.#functions.set(name, coder);
    return coder;
  }
}

interface FunctionCoder {
  readonly fragment: FunctionFragment;
  /** The fragment hashes it anew each time it is asked. */
  readonly selector: string;
  readonly inputs: ArgumentsEncoder | undefined;
  readonly outputs: StaticCoder | undefined;
}
