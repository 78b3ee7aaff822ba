import { dataSlice, toQuantity } from "ethers";

/** What a node answers JSON-RPC requests with (EIP-1193). */
export interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

/** A transaction to be: its sender's account is unlocked on the node. */
export interface Call {
  /** What it is counted as, such as "accept". */
  readonly step: string;
  readonly from: string;
  /** `null` creates a contract. */
  readonly to: string | null;
  readonly data: string;
  /** Gas limit; {@link DEFAULT_GAS} without it. */
  readonly gas?: number;
}

export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export interface Receipt {
  readonly transactionHash: string;
  readonly contractAddress: string | null;
  readonly gasUsed: bigint;
  readonly logs: readonly Log[];
}

/** What was sent, by step: exact, from the receipts. */
export interface StepTotals {
  transactions: number;
  gas: bigint;
}

/** More than any single step of the market needs. */
const DEFAULT_GAS = 400_000;
const GAS_PRICE = toQuantity(1_000_000_000n);

/**
 * Sends transactions a block at a time to a node that mines on request: much faster than awaiting each one.
 * Keeps the nonces of its senders, so nobody else may send from their accounts meanwhile.
 */
export class BlockSender {
  readonly totals = new Map<string, StepTotals>();
  blocks = 0;
  readonly #provider: Provider;
  readonly #transactionsPerBlock: number;
  readonly #nonces = new Map<string, number>();

  constructor(provider: Provider, { transactionsPerBlock }: { transactionsPerBlock: number }) {
    this.#provider = provider;
    this.#transactionsPerBlock = transactionsPerBlock;
  }

  /**
   * Mines the calls in their order, in as many blocks as they need, one second apart.
   *
   * @param startsAt - the first block's timestamp, s; later than the last block's
   * @returns the receipts, in the order of the calls
   * @throws Error naming step and reason when a transaction is reverted: no caller here expects one
   */
  async mine(calls: readonly Call[], startsAt: bigint): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (let first = 0; first < calls.length; first += this.#transactionsPerBlock) {
      const block = calls.slice(first, first + this.#transactionsPerBlock);
      const timestamp = startsAt + BigInt(first / this.#transactionsPerBlock);
      receipts.push(...(await this.#mineBlock(block, timestamp)));
    }
    return receipts;
  }

  async #mineBlock(calls: readonly Call[], timestamp: bigint): Promise<Receipt[]> {
    const hashes = await Promise.all(calls.map((call) => this.#send(call)));
    await this.#provider.request({ method: "evm_setNextBlockTimestamp", params: [toQuantity(timestamp)] });
    await this.#provider.request({ method: "evm_mine" });
    this.blocks += 1;
    const receipts = await Promise.all(hashes.map((hash) => this.#receipt(hash)));
    return Promise.all(receipts.map((receipt, i) => this.#account(calls[i], receipt)));
  }

  #send({ from, to, data, gas }: Call): Promise<unknown> {
    const nonce = this.#nonces.get(from) ?? 0;
    this.#nonces.set(from, nonce + 1);
    const transaction = {
      from,
      ...(to === null ? {} : { to }),
      data,
      gas: toQuantity(gas ?? DEFAULT_GAS),
      gasPrice: GAS_PRICE,
      nonce: toQuantity(nonce),
    };
    return this.#provider.request({ method: "eth_sendTransaction", params: [transaction] });
  }

  async #receipt(hash: unknown): Promise<RawReceipt | null> {
    return (await this.#provider.request({
      method: "eth_getTransactionReceipt",
      params: [hash],
    })) as RawReceipt | null;
  }

  async #account(call: Call | undefined, receipt: RawReceipt | null | undefined): Promise<Receipt> {
    if (call === undefined || receipt === null || receipt === undefined) {
      throw new Error(`${call?.step ?? "transaction"}: not mined in the block it was sent for`);
    }
    if (receipt.status !== "0x1") throw new Error(`${call.step}: reverted with ${await this.#reasonOf(call)}`);
    const gasUsed = BigInt(receipt.gasUsed);
    const totals = this.totals.get(call.step) ?? { transactions: 0, gas: 0n };
    this.totals.set(call.step, { transactions: totals.transactions + 1, gas: totals.gas + gasUsed });
    return { ...receipt, gasUsed };
  }

  /** The revert data's selector, found by asking again: receipts do not carry it. */
  async #reasonOf({ from, to, data }: Call): Promise<string> {
    try {
      await this.#provider.request({ method: "eth_call", params: [{ from, to, data }, "latest"] });
      return "no reason that can be reproduced";
    } catch (error) {
      const revertData = (error as { data?: unknown }).data;
      return typeof revertData === "string" && revertData.length >= 10 ? dataSlice(revertData, 0, 4) : String(error);
    }
  }
}

interface RawReceipt {
  readonly status: string;
  readonly gasUsed: string;
  readonly transactionHash: string;
  readonly contractAddress: string | null;
  readonly logs: readonly Log[];
}
