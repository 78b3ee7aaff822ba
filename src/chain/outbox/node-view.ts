import { asBlock, asQuantity, type Receipt, asReceipt } from "../rpc/answers.js";
import { isNodeError } from "../rpc/node-error.js";
import { type CallAnswer, type NodeClient, NodeUnavailable, RpcError, type Provider } from "../rpc/node-client.js";

type Call = Parameters<NodeClient["request"]>[0];

/** The chain and the account at one moment. */
export interface AccountView {
  readonly number: bigint;
  readonly hash: string;
  /** Mined transactions of the account, which is its lowest unused nonce. */
  readonly count: bigint;
}

/** Reads what an outbox needs to know of its account. Malformed answers throw. */
export class NodeView {
  readonly #provider: Provider | NodeClient;
  readonly #address: string;

  constructor(provider: Provider | NodeClient, address: string) {
    this.#provider = provider;
    this.#address = address;
  }

  async view(): Promise<AccountView> {
    const answer = await this.#provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
    const block = asBlock(answer);
    if (block === undefined) throw new NodeUnavailable("the node has no latest block");
    // After the block, so that the count is never older than the block.
    const count = await this.#count("latest");
    return { number: block.number, hash: block.hash, count };
  }

  /**
   * {@link AccountView.count} plus the transactions that wait at the node without a gap. Where the node does not know
   * the tag `pending`, the mined ones alone: what waits is found when its nonce turns out to be occupied.
   */
  async pendingCount(): Promise<bigint> {
    try {
      return await this.#count("pending");
    } catch (error) {
      if (!isNodeError(error)) throw error;
      return this.#count("latest");
    }
  }

  /** Whether the node knows each transaction, waiting or mined. */
  async known(hashes: readonly string[]): Promise<boolean[]> {
    const answers = await this.ask(hashes.map((hash) => ({ method: "eth_getTransactionByHash", params: [hash] })));
    return answers.map((answer) => resultOf(answer) !== null);
  }

  /** The receipts of the mined transactions, by hash. */
  async receipts(hashes: readonly string[]): Promise<Map<string, Receipt>> {
    const answers = await this.ask(hashes.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] })));
    const receipts = answers.map((answer) => asReceipt(resultOf(answer)));
    return new Map(receipts.filter((receipt) => receipt !== undefined).map((each) => [each.transactionHash, each]));
  }

  /**
   * Sends many calls in one message if the provider is a {@link NodeClient}; otherwise one after another, so that
   * transactions arrive in the order of their nonces.
   */
  async ask(calls: readonly Call[]): Promise<CallAnswer[]> {
    if (calls.length === 0) return [];
    if ("requestMany" in this.#provider) return this.#provider.requestMany(calls);
    const answers: CallAnswer[] = [];
    for (const { method, params = [] } of calls) {
      answers.push(await this.#answer({ method, params: [...params] }));
    }
    return answers;
  }

  async #answer(call: { method: string; params: unknown[] }): Promise<CallAnswer> {
    try {
      return { result: await this.#provider.request(call) };
    } catch (error) {
      if (!isNodeError(error)) throw error;
      return { error: new RpcError(error.code, error.message, error.data) };
    }
  }

  async #count(block: "latest" | "pending"): Promise<bigint> {
    const call = { method: "eth_getTransactionCount", params: [this.#address, block] };
    return asQuantity(await this.#provider.request(call), "the account's transaction count");
  }
}

function resultOf(answer: CallAnswer): unknown {
  if ("error" in answer) throw answer.error;
  return answer.result ?? null;
}
