import { backoffMs } from "../chain/rpc/backoff.js";
import { UserError } from "../model/errors.js";
import { systemClock } from "../service/clock.js";
import type { MarketLog } from "./follow/chain-step.js";
import { LogsLate } from "./follow/whole-block.js";
import { EventsMissing } from "./ledger/events-missing.js";
import { MarketLedger } from "./ledger/market-ledger.js";
import type { MarketReader } from "./market-reader.js";
import { readMarketLogs } from "./past-events.js";

/** A market's events, and what they add up to. */
export interface WholeLog {
  readonly logs: readonly MarketLog[];
  readonly ledger: MarketLedger;
}

/** About six seconds in all: longer, no node keeps back what it has. */
const TRIES = 6;
const WAITS = { firstMs: 200, longestMs: 3_200 };

/**
 * Reads all events of a market, again when the node does not tell all of them yet, or an event refers to one that is
 * missing.
 *
 * @throws UserError when events are missing each time; NodeUnavailable as {@link readMarketLogs}
 */
export async function readWholeLog(reader: MarketReader, clock = systemClock): Promise<WholeLog> {
  for (let attempt = 1; ; attempt++) {
    try {
      const logs = await readMarketLogs(reader);
      return { logs, ledger: ledgerOf(logs) };
    } catch (error) {
      const mayHelp = error instanceof LogsLate || error instanceof EventsMissing;
      if (!mayHelp) throw error;
      if (attempt === TRIES) {
        const problem = `${error.message}; asked ${attempt} times`;
        throw new UserError(`${problem}: try again later, or use a node that tells all events`, { cause: error });
      }
    }
    await clock.sleep(backoffMs(attempt, WAITS));
  }
}

function ledgerOf(logs: readonly MarketLog[]): MarketLedger {
  const ledger = new MarketLedger();
  for (const log of logs) {
    ledger.apply(log);
    // Nothing will be undone here, so what undoing would need can go.
    ledger.keep(log.block.number);
  }
  return ledger;
}
