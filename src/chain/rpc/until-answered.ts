import type { Clock } from "../../service/clock.js";
import { NodeUnavailable, RpcError } from "./node-client.js";

export interface Insistence {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Between two tries, ms. */
  readonly waitMs: number;
  /** Told why a try failed. */
  readonly onTrouble: (problem: NodeUnavailable | RpcError) => void;
}

/**
 * Does what needs a node, again until the node answers: for what a process cannot begin without.
 *
 * @throws whatever else the work throws; the signal's reason when aborted
 */
export async function untilAnswered<Told>(work: () => Promise<Told>, how: Insistence): Promise<Told> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      how.signal.throwIfAborted();
      if (!(error instanceof NodeUnavailable || error instanceof RpcError)) throw error;
      how.onTrouble(error);
    }
    await how.clock.sleep(how.waitMs, how.signal);
  }
}
