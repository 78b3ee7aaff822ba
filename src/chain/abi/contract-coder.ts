import type { FunctionFragment, Interface, ParamType } from "ethers";

import { hexOf, staticCoder, type StaticCoder } from "./static-coder.js";
import { filledUp, word } from "./words.js";

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

/** Encodes a call's arguments. @returns their words, in hex without prefix */
export type ArgumentsEncoder = (values: readonly unknown[]) => string;

const WORD_BYTES = 32;

/**
 * Makes an encoder for arguments that are static, `bytes` or `bytes[]`: all that the market's functions take. Undefined
 * for others: then only the general coder will do.
 */
export function argumentsEncoder(types: readonly ParamType[]): ArgumentsEncoder | undefined {
  const encoders = types.map(encoderOf);
  if (encoders.some((encoder) => encoder === undefined)) return undefined;
  const all = encoders as Encoder[];
  const headBytes = all.reduce((sum, { words }) => sum + words * WORD_BYTES, 0);
  return (values) => {
    let [head, tail] = ["", ""];
    for (const [i, { dynamic, encode }] of all.entries()) {
      const words = encode(values[i]);
      head += dynamic ? word(BigInt(headBytes + tail.length / 2)) : words;
      if (dynamic) tail += words;
    }
    return head + tail;
  };
}

interface Encoder {
  /** In the head: of a dynamic value, where it begins. */
  readonly words: number;
  readonly dynamic: boolean;
  readonly encode: (value: unknown) => string;
}

function encoderOf(type: ParamType): Encoder | undefined {
  if (type.type === "bytes") return { words: 1, dynamic: true, encode: bytesWords };
  if (type.type === "bytes[]") return { words: 1, dynamic: true, encode: listWords };
  const coder = staticCoder([type]);
  return coder && { words: coder.words, dynamic: false, encode: (value) => coder.encode([value]) };
}

function bytesWords(value: unknown): string {
  const bytes = hexOf(value);
  return word(BigInt(bytes.length / 2 - 1)) + filledUp(bytes);
}

function listWords(value: unknown): string {
  const items = (value as readonly unknown[]).map(bytesWords);
  let begin = items.length * WORD_BYTES;
  const begins = items.map((item) => {
    const here = word(BigInt(begin));
    begin += item.length / 2;
    return here;
  });
  return word(BigInt(items.length)) + begins.join("") + items.join("");
}
