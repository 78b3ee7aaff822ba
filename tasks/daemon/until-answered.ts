import type { Clock } from "../../src/service/clock.js";
import { NodeUnavailable } from "../../src/chain/rpc/node-client.js";
import type { Log } from "../../src/service/log.js";

/** Between two tries, ms. */
const WAIT_MS = 2000;

/**
 * Asks the node what a daemon must know before it can begin, again and again while the node is away: a daemon that is
 * started before its node waits for it.
 *
 * @throws whatever else the question throws; the signal's reason when aborted
 */
export async function untilAnswered<Told>(
  ask: () => Promise<Told>,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<Told> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NodeUnavailable)) throw error;
      log.warn("waiting for the node", { error: error.message });
      await clock.sleep(WAIT_MS, signal);
    }
  }
}
