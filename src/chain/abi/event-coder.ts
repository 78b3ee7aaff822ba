import type { EventFragment, Interface } from "ethers";

import { staticCoder } from "./static-coder.js";

/** What an event says: its name, and its arguments by theirs; structs are objects, too. */
export interface DecodedEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A log, without where it was found. */
export interface EncodedEvent {
  readonly topics: readonly string[];
  readonly data: string;
}

/** Decodes a contract's events; undefined for a log that is none of them. */
export type EventDecoder = (log: EncodedEvent) => DecodedEvent | undefined;

const decoders = new WeakMap<Interface, EventDecoder>();

/** The decoder of an interface's events, made once: making one hashes every event's signature. */
export function eventDecoder(abi: Interface): EventDecoder {
  const known = decoders.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, (log: EncodedEvent) => DecodedEvent>();
  abi.forEachEvent((event) => events.set(event.topicHash, decoderOf(abi, event)));
  const decoder: EventDecoder = (log) => events.get(log.topics[0] ?? "")?.(log);
  decoders.set(abi, decoder);
  return decoder;
}

function decoderOf(abi: Interface, event: EventFragment): (log: EncodedEvent) => DecodedEvent {
  const { name, inputs } = event;
  const topics = staticCoder(inputs.filter(({ indexed }) => indexed));
  const data = staticCoder(inputs.filter(({ indexed }) => indexed !== true));
  if (topics === undefined || data === undefined) {
    return (log) => ({ name, args: abi.decodeEventLog(event, log.data, log.topics).toObject(true) });
  }
  return (log) => {
    const indexed = topics.decode(`0x${log.topics.slice(1).map(withoutPrefix).join("")}`);
    const others = data.decode(log.data);
    let [i, j] = [0, 0];
    const values = inputs.map((input) => [input.name, input.indexed === true ? indexed[i++] : others[j++]] as const);
    return { name, args: Object.fromEntries(values) };
  };
}

function withoutPrefix(topic: string): string {
  return topic.slice(2);
}
