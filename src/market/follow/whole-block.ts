import type { Interface } from "ethers";

import { asHash, asList, asLogs, asObject, asReceipt, type BlockHead, type ChainLog } from "../../chain/rpc/answers.js";
import { areWholeBlock, mayHave } from "../../chain/rpc/logs-bloom.js";
import { NodeUnavailable, type Provider } from "../../chain/rpc/node-client.js";
import { isNodeError } from "../../chain/rpc/node-error.js";
import { requireInOrder, wrongAnswer } from "./market-logs.js";

/** A node has a block's header, and not its logs. */
export class LogsLate extends NodeUnavailable {}

/** Receipts requested at once. */
const RECEIPTS = 50;

/**
 * Finds out whether a node has told all of a market's logs of a block. A node may have a block's header before its
 * receipts, and then tells of no logs. The header's Bloom filter has what the block logged: where it may have an event
 * of the market that was not told, all logs of the block are read, and if they do not explain the filter, the block's
 * receipts.
 */
export class WholeBlocks {
  readonly #node: Provider;
  readonly #market: string;
  readonly #topics: readonly string[];

  /** @param market - its address, in lower case */
  constructor(node: Provider, market: string, abi: Interface) {
    this.#node = node;
    this.#market = market;
    const topics: string[] = [];
    abi.forEachEvent(({ topicHash }) => topics.push(topicHash));
    this.#topics = topics;
  }

  /**
   * The market's logs of a block.
   *
   * @param told - what the node told, each checked to be the market's and of this block
   * @throws NodeUnavailable or RpcError when there may be more, which the node does not tell yet: ask again
   */
  async logsOf(block: BlockHead, told: readonly ChainLog[]): Promise<readonly ChainLog[]> {
    const { logsBloom, hash } = block;
    if (logsBloom === undefined || !this.#isDoubtful(logsBloom, told)) return told;
    const all = await this.#allLogs(hash);
    if (all?.every(({ blockHash }) => blockHash === hash) === true && areWholeBlock(logsBloom, all))
      return this.#own(block, all);
    return this.#own(block, await this.#receiptLogs(block));
  }

  #isDoubtful(bloom: bigint, told: readonly ChainLog[]): boolean {
    const possible = mayHave(bloom, this.#market) && this.#topics.some((topic) => mayHave(bloom, topic));
    return possible && !areWholeBlock(bloom, told);
  }

  /** All logs of a block; undefined when the node refuses to tell of more than one contract. */
  async #allLogs(blockHash: string): Promise<ChainLog[] | undefined> {
    try {
      return asLogs(await this.#node.request({ method: "eth_getLogs", params: [{ blockHash }] }));
    } catch (error) {
      if (isNodeError(error)) return undefined;
      throw error;
    }
  }

  /** The logs in the receipts of all of a block's transactions: for chains whose filters have more than their logs. */
  async #receiptLogs({ number, hash }: BlockHead): Promise<ChainLog[]> {
    const answer = await this.#node.request({ method: "eth_getBlockByHash", params: [hash, false] });
    if (answer === null) throw wrongAnswer(`there is no block ${hash}`);
    const { transactions } = asObject(answer, "the block");
    const hashes = asList(transactions, "the block's transactions").map((each) => asHash(each, "a transaction"));
    const logs: ChainLog[] = [];
    for (let start = 0; start < hashes.length; start += RECEIPTS) {
      const some = hashes.slice(start, start + RECEIPTS).map((transaction) => this.#receipt(transaction));
      for (const receipt of await Promise.all(some)) {
        if (receipt?.blockHash !== hash) {
          throw new LogsLate(`the node has not told yet what block ${number} logged; it is asked again`);
        }
        for (const log of receipt.logs) logs.push(log);
      }
    }
    return logs;
  }

  async #receipt(transaction: string) {
    try {
      const request = { method: "eth_getTransactionReceipt", params: [transaction] };
      return asReceipt(await this.#node.request(request));
    } catch (error) {
      // Some nodes say so instead of answering null while they index.
      if (isNodeError(error)) return undefined;
      throw error;
    }
  }

  #own({ number }: BlockHead, logs: readonly ChainLog[]): ChainLog[] {
    const own = logs.filter(({ address }) => address === this.#market);
    requireInOrder(own, { market: this.#market, first: number, last: number });
    return own;
  }
}
