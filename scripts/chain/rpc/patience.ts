import type { RpcError } from "./node-client.js";

/**
 * Whether a node's error asks for patience rather than refuses: the same question may be answered in a moment.
 *
 * - Rate limits, -32005 or 429, unless the text says that the answer itself is too big.
 * - -32002, "resource unavailable".
 * - -32603, "internal error", without data: with data it is a revert in some nodes' dress. Some nodes also refuse
 *   transactions by it: what names a transaction's fault stands.
 * - A block that the node has not got yet, as one behind a load balancer answers. Whoever asks for the logs of one
 *   block by its hash wants to know at once: the block may have been given up.
 */
export function asksForPatience({ code, message, data }: RpcError, method: string): boolean {
  if (code === -32005 || code === 429) return !TOO_BIG.test(message);
  if (code === -32002) return true;
  if (NO_BLOCK.test(message)) return method !== "eth_getLogs";
  if (code === -32603) return data === undefined && !TRANSACTION_FAULT.test(message);
  return BUSY.test(message);
}

const TOO_BIG = /results|range|response size|too (large|big)/i;
const NO_BLOCK = /header not found|header for hash not found|unknown block|block not found|missing trie node/i;
const TRANSACTION_FAULT = /revert|nonce|underpriced|insufficient|already (known|imported)|gas|fee|signature|sender/i;
const BUSY = /rate limit|too many requests|timed? ?out|try again|temporarily|overloaded/i;
