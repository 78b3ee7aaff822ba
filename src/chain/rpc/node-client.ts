import type { Clock } from "../../service/clock.js";

/** Answers JSON-RPC requests (EIP-1193). Code that reads the chain takes one of these. */
export interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

/** A {@link Provider} over a node that may be down, slow or give malformed answers. */
export interface NodeClient extends Provider {
  /**
   * Asks the node. Retries while it cannot be reached, is busy or gives malformed answers.
   *
   * @throws RpcError when the node answers with an error that no retry helps
   * @throws NodeUnavailable when there was no usable answer within the allowed time and tries; the signal's reason when
   *   aborted
   */
  request(call: { method: string; params?: readonly unknown[] }): Promise<unknown>;
  /**
   * {@link NodeClient.request} for many calls in few messages.
   *
   * @param together - send all in one message, and all again if one call has no usable answer. Behind a load balancer,
   *   the answers are then from one node at one time
   * @returns the answers in the order of the calls
   */
  requestMany(
    calls: readonly { method: string; params?: readonly unknown[] }[],
    options?: { readonly together?: boolean },
  ): Promise<CallAnswer[]>;
}

/** The answer to one call of many. */
export type CallAnswer = { readonly result: unknown } | { readonly error: RpcError };

/** The node's error: its code, and the revert data of a revert. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The node gave no usable answer. */
export class NodeUnavailable extends Error {
  override readonly name = "NodeUnavailable";
}

/** How {@link untilAnswered} retries. */
interface NodeWait {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Time between two tries, ms; 2000 by default. */
  readonly waitMs?: number;
  /** Called with the reason of each failed try. */
  readonly onTrouble: (problem: NodeUnavailable | RpcError) => void;
}

/**
 * Repeats what a process needs before it can start, until the node answers. So a daemon may start before its node.
 *
 * @throws any other error of `ask`; the signal's reason when aborted
 */
export async function untilAnswered<T>(ask: () => Promise<T>, wait: NodeWait): Promise<T> {
  const { clock, signal, waitMs = 2_000, onTrouble } = wait;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NodeUnavailable || error instanceof RpcError)) throw error;
      onTrouble(error);
    }
    await clock.sleep(waitMs, signal);
  }
}
