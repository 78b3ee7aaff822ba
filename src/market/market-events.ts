import type { Interface } from "ethers";

import { eventDecoder, type DecodedEvent } from "../chain/abi/event-coder.js";
import type { Log, Receipt } from "../chain/rpc/answers.js";

/** An event of a market, as its receipt tells it. */
export type MarketEvent = DecodedEvent;

/** The events of a market in a receipt's logs, in their order; other contracts' logs are passed over. */
export function eventsIn(abi: Interface, market: string, receipt: Pick<Receipt, "logs">): MarketEvent[] {
  const wanted = market.toLowerCase();
  const decode = eventDecoder(abi);
  return receipt.logs
    .filter(({ address }) => address.toLowerCase() === wanted)
    .map(decode)
    .filter((event) => event !== undefined);
}

/** What a log says; undefined when it is none of the interface's events. */
export function eventOf(abi: Interface, log: Pick<Log, "topics" | "data">): MarketEvent | undefined {
  return eventDecoder(abi)(log);
}

/** What the first event of a name says. @throws Error when there is none */
export function argumentsOf(events: readonly MarketEvent[], name: string): MarketEvent["args"] {
  const event = events.find((candidate) => candidate.name === name);
  if (event === undefined) throw new Error(`there is no event ${name}`);
  return event.args;
}
