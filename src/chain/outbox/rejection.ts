import { isNodeError } from "../rpc/node-error.js";

/**
 * Why a node did not take a transaction:
 * - known: the node has it already;
 * - used: its nonce is mined;
 * - occupied: another transaction of this nonce waits and offers as much;
 * - ahead: a lower nonce is missing, and the node does not keep later ones;
 * - cheap: its fee is below what the node or the next block asks;
 * - poor: the balance does not cover it;
 * - busy: the node has no room;
 * - rejected: anything else.
 */
export type Rejection = "known" | "used" | "occupied" | "ahead" | "cheap" | "poor" | "busy" | "rejected";

/**
 * Nodes share no error codes for these, so the messages decide: those of anvil, Besu, Erigon, EthereumJS, Geth,
 * Hardhat, Nethermind and Reth. The first that fits counts.
 */
const WORDS: readonly (readonly [RegExp, Rejection])[] = [
  [/already ?(known|imported|exists|in the (tx)?pool)|known transaction|existing tx with same hash/i, "known"],
  [/nonce (is )?too low|old ?nonce|below (the )?(sender|current) account nonce|nonce too distant in past/i, "used"],
  [/replace|underpriced.*nonce|gas price.*bump|fee ?too ?low ?to ?compete/i, "occupied"],
  [/nonce (is )?too (high|far|distant)|nonce ?(gap|too ?far)|invalid transaction with a lower nonce/i, "ahead"],
  [/insufficient ?(funds|balance)|up-?front (gas )?cost|enough (funds|balance)|funds for gas|out of balance/i, "poor"],
  [/pool is full|pool full|overflow|limit (reached|exceeded)|too many|max amount of txs|spammer/i, "busy"],
  [/rate limit|try again|timed? ?out|sync is still in progress/i, "busy"],
  [/less than (the )?(block )?base ?fee|too low for the next block|below current base fee|pay base ?fee/i, "cheap"],
  [/underpriced|gas ?price.*(too low|below)|minimum gas price|(fee ?cap|fee) ?too ?low|fee.*too low/i, "cheap"],
];

/**
 * Reads why the node did not take a transaction.
 *
 * @returns undefined when the error is not an answer of the node: the transaction may have arrived
 * @example rejectionOf(new RpcError(-32003, "nonce too low", undefined)) // "used"
 */
export function rejectionOf(error: unknown): Rejection | undefined {
  if (!isNodeError(error)) return undefined;
  return WORDS.find(([words]) => words.test(error.message))?.[1] ?? "rejected";
}
