import { addressOf, bytesOf, countOf, hashOf, listOf, nonsense, quantityOf, recordOf } from "./values.js";

/** A log of a mined block, as a node tells it; all hex in lower case. */
export interface ChainLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly transactionHash: string;
  /** Its place among the block's logs. */
  readonly logIndex: number;
}

const MOST_TOPICS = 4;

/**
 * Reads the answer to `eth_getLogs`, or the logs of a receipt.
 *
 * @throws NodeUnavailable when it is no list of logs, or holds one that is pending or removed
 */
export function logsOf(answer: unknown): ChainLog[] {
  return listOf(answer, "the logs").map((each, index) => logOf(each, `log ${String(index)}`));
}

function logOf(answer: unknown, what: string): ChainLog {
  const log = recordOf(answer, what);
  if (log.removed === true) throw nonsense(what, "a log of the chain", "a removed one");
  const topics = listOf(log.topics, `${what}'s topics`);
  if (topics.length > MOST_TOPICS) throw nonsense(`${what}'s topics`, `at most ${String(MOST_TOPICS)}`, topics);
  return {
    address: addressOf(log.address, `${what}'s address`),
    topics: topics.map((topic) => hashOf(topic, `${what}'s topic`)),
    data: bytesOf(log.data, `${what}'s data`),
    blockNumber: quantityOf(log.blockNumber, `${what}'s blockNumber`),
    blockHash: hashOf(log.blockHash, `${what}'s blockHash`),
    transactionHash: hashOf(log.transactionHash, `${what}'s transactionHash`),
    logIndex: countOf(log.logIndex, `${what}'s logIndex`),
  };
}
