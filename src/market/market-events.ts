import type { Interface } from "ethers";

import { eventDecoder, type DecodedEvent, type EncodedEvent } from "../chain/abi/event-coder.js";

/** The events of a market among the logs of a receipt, in their order. The logs of other contracts are skipped. */
export function eventsIn(
  abi: Interface,
  market: string,
  receipt: { readonly logs: readonly EncodedEvent[] },
): DecodedEvent[] {
  const wanted = market.toLowerCase();
  return receipt.logs
    .filter(({ address }) => address.toLowerCase() === wanted)
    .map(eventDecoder(abi))
    .filter((event) => event !== undefined);
}

/** The arguments of the first event of a name. @throws Error when there is none */
export function argumentsOf(events: readonly DecodedEvent[], name: string): DecodedEvent["args"] {
  const event = events.find((candidate) => candidate.name === name);
  if (event === undefined) throw new Error(`there is no event ${name}`);
  return event.args;
}
