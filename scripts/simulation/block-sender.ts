import { dataSlice, toQuantity } from "ethers";

import type { Provider } from "../../src/chain/rpc/node-client.js";
import { gasUpTo, readLastBlock, lastBlockOf, type MinedTransaction, sendBlock, type SentBlock } from "./blocks.js";
import { blocksOf, DEFAULT_GAS, unhurried, type StepCall, type StepCalls } from "./calls.js";

/** Transactions and exact gas of one step. */
export interface StepTotals {
  transactions: number;
  gas: bigint;
}

/**
 * Gas price of a block's last transaction, wei; each transaction before it offers one wei more. A batch may reach the
 * node's pool in any order; a node that takes the highest price first restores the order.
 */
const GAS_PRICE = 1_000_000_000n;

/**
 * Sends transactions a block at a time to a node that mines on request, which is much faster than awaiting each one.
 * It counts the senders' nonces itself, so nothing else may send from their accounts.
 */
export class BlockSender {
  readonly totals = new Map<string, StepTotals>();
  /** Every block so far, if the sender records. */
  readonly sent: SentBlock[] = [];
  blocks = 0;
  readonly #provider: Provider;
  readonly #transactionsPerBlock: number;
  readonly #record: boolean;
  readonly #nonces = new Map<string, number>();

  /** @param chain - the node, and the most transactions of one block */
  constructor(
    { provider, transactionsPerBlock }: { provider: Provider; transactionsPerBlock: number },
    { record = false }: { record?: boolean } = {},
  ) {
    this.#provider = provider;
    this.#transactionsPerBlock = transactionsPerBlock;
    this.#record = record;
  }

  /**
   * Mines the calls in their order, in as many blocks as they need, one second apart.
   *
   * @param startsAt - the first block's timestamp, s; later than the last block's
   * @returns the receipts, in the order of the calls
   * @throws Error naming step and revert reason when a transaction reverts
   */
  mine(calls: StepCalls, startsAt: bigint): Promise<MinedTransaction[]> {
    return this.mineAndRead(calls, startsAt, (receipt) => receipt);
  }

  /**
   * {@link BlockSender.mine}, mapping each receipt. While the node mines a block, the calls of the next block are made
   * and the receipts of the last block are read.
   *
   * @param read - called for each receipt, in the order of the calls
   */
  async mineAndRead<T>(
    calls: StepCalls,
    startsAt: bigint,
    read: (receipt: MinedTransaction, index: number) => T,
  ): Promise<T[]> {
    const results: T[] = [];
    const readAll = async (receipts: readonly MinedTransaction[]) => {
      for await (const receipt of unhurried(receipts)) results.push(read(receipt, results.length));
    };
    const blocks = blocksOf(calls, this.#transactionsPerBlock);
    let receipts: MinedTransaction[] = [];
    let next = await blocks.next();
    for (let timestamp = startsAt; next.done !== true; timestamp += 1n) {
      [receipts, next] = await Promise.all([this.#mineBlock(next.value, timestamp), blocks.next(), readAll(receipts)]);
    }
    await readAll(receipts);
    return results;
  }

  /** Hash of the chain's last block. */
  async lastBlock(): Promise<string> {
    return (await lastBlockOf(this.#provider)).hash;
  }

  async #mineBlock(calls: readonly StepCall[], timestamp: bigint): Promise<MinedTransaction[]> {
    const block = { timestamp, transactions: calls.map((call, i) => this.#transaction(call, calls.length - 1 - i)) };
    if (this.#record) this.sent.push(block);
    const hashes = await sendBlock(this.#provider, block);
    this.blocks += 1;
    const { transactions, gasUsed } = await readLastBlock(this.#provider);
    for (const [i, call] of calls.entries()) {
      const mined = transactions[i];
      if (mined === undefined || mined.transactionHash !== hashes[i]) {
        throw new Error(`${call.step}: not mined in the block and at the index it was sent for`);
      }
      if (!mined.succeeded) throw new Error(`${call.step}: reverted with ${await this.#reasonOf(call)}`);
    }
    await this.#count(calls, hashes, gasUsed);
    return [...transactions];
  }

  #transaction({ from, to, data, gas }: StepCall, followers: number): object {
    const nonce = this.#nonces.get(from) ?? 0;
    this.#nonces.set(from, nonce + 1);
    return {
      from,
      ...(to === null ? {} : { to }),
      data,
      gas: toQuantity(gas ?? DEFAULT_GAS),
      gasPrice: toQuantity(GAS_PRICE + BigInt(followers)),
      nonce: toQuantity(nonce),
    };
  }

  /** Counts a block's transactions and gas by step. The receipt before a change of step has the gas used so far. */
  async #count(calls: readonly StepCall[], hashes: readonly string[], gasUsed: bigint): Promise<void> {
    let before = 0n;
    for (const [i, { step }] of calls.entries()) {
      const totals = this.totals.get(step) ?? { transactions: 0, gas: 0n };
      this.totals.set(step, totals);
      totals.transactions += 1;
      if (calls[i + 1]?.step === step) continue;
      const upTo = i + 1 === calls.length ? gasUsed : await gasUpTo(this.#provider, hashes[i] as string);
      totals.gas += upTo - before;
      before = upTo;
    }
  }

  /** The selector of the revert data, from a repeated call, since receipts have none. */
  async #reasonOf({ from, to, data }: StepCall): Promise<string> {
    try {
      await this.#provider.request({ method: "eth_call", params: [{ from, to, data }, "latest"] });
      return "a reason that a repeated call does not show";
    } catch (error) {
      const revertData = (error as { data?: unknown }).data;
      return typeof revertData === "string" && revertData.length >= 10 ? dataSlice(revertData, 0, 4) : String(error);
    }
  }
}
