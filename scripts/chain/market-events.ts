import type { EventFragment, Interface } from "ethers";

import type { Log, Receipt } from "./block-sender.js";

/** An event of a market, as its receipt tells it. */
export interface MarketEvent {
  readonly name: string;
  /** By their names; structs are objects, too. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The events of a market in a receipt's logs, in their order; other contracts' logs are passed over. */
export function eventsIn(abi: Interface, market: string, receipt: Pick<Receipt, "logs">): MarketEvent[] {
  const wanted = market.toLowerCase();
  return receipt.logs
    .filter(({ address }) => address.toLowerCase() === wanted)
    .map((log) => eventOf(abi, log))
    .filter((event) => event !== undefined);
}

/** What a log says; undefined when it is none of the interface's events. */
export function eventOf(abi: Interface, { topics, data }: Pick<Log, "topics" | "data">): MarketEvent | undefined {
  const event = fragmentsOf(abi).get(topics[0] ?? "");
  return event && { name: event.name, args: abi.decodeEventLog(event, data, topics).toObject(true) };
}

const fragments = new WeakMap<Interface, ReadonlyMap<string, EventFragment>>();

/** Events by topic, hashed once: the interface hashes all of them again for each log. */
function fragmentsOf(abi: Interface): ReadonlyMap<string, EventFragment> {
  const known = fragments.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, EventFragment>();
  abi.forEachEvent((event) => events.set(event.topicHash, event));
  fragments.set(abi, events);
  return events;
}

/** What the first event of a name says. @throws Error when there is none */
export function argumentsOf(events: readonly MarketEvent[], name: string): MarketEvent["args"] {
  const event = events.find((candidate) => candidate.name === name);
  if (event === undefined) throw new Error(`there is no event ${name}`);
  return event.args;
}
