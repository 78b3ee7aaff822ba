import type { Interface } from "ethers";

import type { Receipt } from "./block-sender.js";

/** An event of a market, as its receipt tells it. */
export interface MarketEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The events of a market in one receipt, in their order; other contracts' logs are passed over. */
export function eventsIn(abi: Interface, market: string, receipt: Receipt): MarketEvent[] {
  const wanted = market.toLowerCase();
  return receipt.logs
    .filter(({ address }) => address.toLowerCase() === wanted)
    .flatMap(({ topics, data }) => {
      const parsed = abi.parseLog({ topics, data });
      return parsed === null ? [] : [{ name: parsed.name, args: parsed.args.toObject() }];
    });
}

/** The one event of a name in a receipt. @throws Error when it is not there */
export function eventIn(abi: Interface, market: string, receipt: Receipt, name: string): MarketEvent["args"] {
  const event = eventsIn(abi, market, receipt).find((candidate) => candidate.name === name);
  if (event === undefined) throw new Error(`${receipt.transactionHash} has no event ${name}`);
  return event.args;
}
