import type { Provider } from "./provider.js";

/**
 * A node that may be down, slow, or talk nonsense. Whoever reads the chain takes a {@link Provider}; this is one, and a
 * Hardhat connection's provider is another.
 */
export interface NodeClient extends Provider {
  /**
   * Asks the node, again while it cannot be reached, is busy or talks nonsense.
   *
   * @throws RpcError when the node answers that it will not: asking again would not help
   * @throws NodeUnavailable when no usable answer came in the time and tries allowed; the signal's reason when aborted
   */
  request(call: { method: string; params?: readonly unknown[] }): Promise<unknown>;
  /**
   * {@link NodeClient.request} of many calls in few messages; the answers in the order of the calls.
   *
   * @param together - in one message, and all of it again when one call has no usable answer: behind a balancer of
   *   loads, the answers are then of one node at one time
   */
  requestMany(
    calls: readonly { method: string; params?: readonly unknown[] }[],
    options?: { readonly together?: boolean },
  ): Promise<CallAnswer[]>;
}

/** The answer to one call of many. */
export type CallAnswer = { readonly result: unknown } | { readonly error: RpcError };

/** The node's own refusal: its code, and for a revert the revert data. */
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

/** No usable answer came from the node. */
export class NodeUnavailable extends Error {
  override readonly name = "NodeUnavailable";
}
