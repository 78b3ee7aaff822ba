import { asBlock, asLogs, type BlockHead, type ChainLog, quantity } from "../../chain/rpc/answers.js";
import { type CallAnswer, type NodeClient, NodeUnavailable } from "../../chain/rpc/node-client.js";
import { requireInOrder, wrongAnswer } from "./market-logs.js";

/** The logs of a range of blocks, and the blocks around them, from one message of the node. */
interface RangeView {
  /** The block before the range, and the last block of the range; undefined when the node does not have it. */
  readonly before: BlockHead | undefined;
  readonly last: BlockHead | undefined;
  readonly logs: readonly ChainLog[];
}

/** Reads the chain for a follower. Checks each answer. */
export class ChainView {
  readonly #client: NodeClient;
  readonly #market: string;

  /** @param market - its address, in lower case */
  constructor(client: NodeClient, market: string) {
    this.#client = client;
    this.#market = market;
  }

  /** The newest block. */
  async head(): Promise<BlockHead> {
    const head = asBlock(await this.#client.request(byNumber("latest")));
    if (head === undefined) throw wrongAnswer("there is no latest block");
    return head;
  }

  /** The blocks of these numbers, from one node at one time; undefined where it has none. */
  async blocksAt(numbers: readonly bigint[]): Promise<(BlockHead | undefined)[]> {
    const answers = await this.#client.requestMany(numbers.map(byNumber), { together: true });
    return numbers.map((number, index) => numbered(answers[index], number));
  }

  /** As {@link ChainView.blocksAt}, for more numbers than one message takes: perhaps from several nodes. */
  async manyBlocksAt(numbers: readonly bigint[]): Promise<(BlockHead | undefined)[]> {
    const answers = await this.#client.requestMany(numbers.map(byNumber));
    return numbers.map((number, index) => numbered(answers[index], number));
  }

  /** The blocks of these hashes. @throws NodeUnavailable when the node lacks one */
  async blocksOf(hashes: readonly string[]): Promise<BlockHead[]> {
    const answers = await this.#client.requestMany(hashes.map(byHash));
    return hashes.map((hash, index) => hashed(answers[index], hash));
  }

  /**
   * The market's logs in a range of blocks. The last block is read before and after the logs. If it changed in between,
   * it is undefined, so that the view is of one chain.
   */
  async logsOfRange(first: bigint, last: bigint): Promise<RangeView> {
    const range = { address: this.#market, fromBlock: quantity(first), toBlock: quantity(last) };
    const calls = [byNumber(last), { method: "eth_getLogs", params: [range] }, byNumber(first - 1n), byNumber(last)];
    const [early, found, before, late] = await this.#client.requestMany(calls, { together: true });
    const logs = asLogs(resultOf(found));
    requireInOrder(logs, { market: this.#market, first, last });
    const end = numbered(late, last);
    const unchanged = numbered(early, last)?.hash === end?.hash;
    return { before: numbered(before, first - 1n), last: unchanged ? end : undefined, logs };
  }

  /**
   * The market's logs in each of these blocks. They are read by the blocks' hashes, so a reorganisation cannot mix in
   * others. Each block is read after its logs, since some nodes answer with an empty list for a block that they lack.
   *
   * @throws NodeUnavailable or RpcError when the node lacks one of the blocks
   */
  async logsOfBlocks(blocks: readonly BlockHead[]): Promise<ChainLog[][]> {
    const logCall = ({ hash }: BlockHead) => ({
      method: "eth_getLogs",
      params: [{ address: this.#market, blockHash: hash }],
    });
    const calls = blocks.flatMap((block) => [logCall(block), byHash(block.hash)]);
    const answers = await this.#client.requestMany(calls, { together: true });
    return blocks.map(({ number, hash }, index) => {
      const logs = asLogs(resultOf(answers[2 * index]));
      hashed(answers[2 * index + 1], hash);
      requireInOrder(logs, { market: this.#market, first: number, last: number });
      if (logs.some((log) => log.blockHash !== hash)) {
        throw wrongAnswer(`logs of another block than ${hash}`);
      }
      return logs;
    });
  }
}

function byNumber(number: bigint | "latest") {
  const tag = number === "latest" ? number : quantity(number);
  return { method: "eth_getBlockByNumber", params: [tag, false] };
}

function byHash(hash: string) {
  return { method: "eth_getBlockByHash", params: [hash, false] };
}

function resultOf(answer: CallAnswer | undefined): unknown {
  if (answer === undefined) throw new Error("every call has an answer");
  if ("error" in answer) throw answer.error;
  return answer.result;
}

function numbered(answer: CallAnswer | undefined, number: bigint): BlockHead | undefined {
  const block = asBlock(resultOf(answer));
  if (block === undefined) return undefined;
  if (block.number !== number) {
    throw wrongAnswer(`block ${block.number}, asked for block ${number}`);
  }
  return block;
}

function hashed(answer: CallAnswer | undefined, hash: string): BlockHead {
  const block = asBlock(resultOf(answer));
  if (block === undefined) throw new NodeUnavailable(`the node no longer has block ${hash}`);
  if (block.hash !== hash) throw wrongAnswer(`block ${block.hash}, asked for block ${hash}`);
  return block;
}
