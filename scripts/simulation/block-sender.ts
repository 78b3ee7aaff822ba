import { dataSlice, toQuantity } from "ethers";

import type { Receipt } from "../../src/chain/rpc/answers.js";
import type { Provider } from "../../src/chain/rpc/provider.js";
import { blocksOf, unhurried, type Call, type Calls } from "./calls.js";
import { gasUpTo, readLastBlock } from "./mined-block.js";
import { lastBlockOf, sendBlock, type SentBlock } from "./sent-block.js";

/** What was sent, by step: exact, from the blocks, and from receipts where the step changes within one. */
export interface StepTotals {
  transactions: number;
  gas: bigint;
}

/** More than any single step of the market needs. */
const DEFAULT_GAS = 400_000;
/**
 * Of a block's last transaction, wei; those before it offer a wei more each. A batch may reach a node's pool in any order;
 * one that takes the dearest first puts it right.
 */
const GAS_PRICE = 1_000_000_000n;

/**
 * Sends transactions a block at a time to a node that mines on request: much faster than awaiting each one.
 * Keeps the nonces of its senders, so nobody else may send from their accounts meanwhile.
 */
export class BlockSender {
  readonly totals = new Map<string, StepTotals>();
  /** Every block so far, where the sender was told to record. */
  readonly sent: SentBlock[] = [];
  blocks = 0;
  readonly #provider: Provider;
  readonly #transactionsPerBlock: number;
  readonly #record: boolean;
  readonly #nonces = new Map<string, number>();

  /** @param chain - answers, and has blocks filled up to this many transactions */
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
   * @throws Error naming step and reason when a transaction is reverted: no caller here expects one
   */
  mine(calls: Calls, startsAt: bigint): Promise<Receipt[]> {
    return this.mineAndRead(calls, startsAt, (receipt) => receipt);
  }

  /**
   * {@link BlockSender.mine}, with something made of each receipt. While the node mines a block, the calls of the next
   * one are made and the receipts of the last one read.
   *
   * @param read - takes the receipts one by one, in the order of the calls
   */
  async mineAndRead<Told>(
    calls: Calls,
    startsAt: bigint,
    read: (receipt: Receipt, index: number) => Told,
  ): Promise<Told[]> {
    const told: Told[] = [];
    const readAll = async (receipts: readonly Receipt[]) => {
      for await (const receipt of unhurried(receipts)) told.push(read(receipt, told.length));
    };
    const blocks = blocksOf(calls, this.#transactionsPerBlock);
    let receipts: Receipt[] = [];
    let next = await blocks.next();
    for (let timestamp = startsAt; next.done !== true; timestamp += 1n) {
      [receipts, next] = await Promise.all([this.#mineBlock(next.value, timestamp), blocks.next(), readAll(receipts)]);
    }
    await readAll(receipts);
    return told;
  }

  /** Hash of the chain's last block. */
  async lastBlock(): Promise<string> {
    return (await lastBlockOf(this.#provider)).hash;
  }

  async #mineBlock(calls: readonly Call[], timestamp: bigint): Promise<Receipt[]> {
    const block = { timestamp, transactions: calls.map((call, i) => this.#transaction(call, calls.length - 1 - i)) };
    if (this.#record) this.sent.push(block);
    const hashes = await sendBlock(this.#provider, block);
    this.blocks += 1;
    const { transactions, gasUsed } = await readLastBlock(this.#provider);
    for (const [i, call] of calls.entries()) {
      const mined = transactions[i];
      if (mined === undefined || mined.transactionHash !== hashes[i]) {
        throw new Error(`${call.step}: not mined in the block and the place it was sent for`);
      }
      if (!mined.succeeded) throw new Error(`${call.step}: reverted with ${await this.#reasonOf(call)}`);
    }
    await this.#count(calls, hashes, gasUsed);
    return [...transactions];
  }

  #transaction({ from, to, data, gas }: Call, followers: number): object {
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

  /** Counts a block's transactions, and its gas where the step changes: a receipt tells what was used up to there. */
  async #count(calls: readonly Call[], hashes: readonly string[], gasUsed: bigint): Promise<void> {
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
