import { type EventFragment, type Interface, ParamType } from "ethers";

import { coderOfAll, PREFIX } from "./values.js";

/** An event: its name, and its arguments by name. A struct is an object. */
export interface DecodedEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A log as the chain stores it. */
export interface EncodedEvent {
  /** The contract's address. */
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/**
 * Decodes the events of one contract.
 *
 * @returns undefined for a log of another event
 * @throws RangeError when it is cut off
 */
type EventDecoder = (log: Pick<EncodedEvent, "topics" | "data">) => DecodedEvent | undefined;

const decoders = new WeakMap<Interface, EventDecoder>();

/** The decoder of a contract's events. It is made once, since making it hashes the signature of every event. */
export function eventDecoder(abi: Interface): EventDecoder {
  const known = decoders.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, EventDecoder>();
  abi.forEachEvent((event) => events.set(event.topicHash, decoderOf(event)));
  const decoder: EventDecoder = (log) => events.get(log.topics[0] ?? "")?.(log);
  decoders.set(abi, decoder);
  return decoder;
}

function decoderOf({ name, inputs }: EventFragment): EventDecoder {
  const topics = coderOfAll(inputs.filter(({ indexed }) => indexed).map(topicOf));
  const data = coderOfAll(inputs.filter(({ indexed }) => indexed !== true));
  return (log) => {
    const indexed = topics.decode(`0x${log.topics.slice(1).map(withoutPrefix).join("")}`, PREFIX);
    const others = data.decode(log.data, PREFIX);
    let [i, j] = [0, 0];
    const values = inputs.map((input) => [input.name, input.indexed === true ? indexed[i++] : others[j++]] as const);
    return { name, args: Object.fromEntries(values) };
  };
}

/** What a topic holds: of a value longer than a word, its hash. */
function topicOf(input: ParamType): ParamType {
  return input.isTuple() || input.isArray() || /^(string|bytes)$/.test(input.type) ? HASH : input;
}

const HASH = ParamType.from("bytes32");

function withoutPrefix(topic: string): string {
  return topic.slice(PREFIX);
}
