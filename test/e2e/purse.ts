import { setTimeout as sleep } from "node:timers/promises";

import type { Interface } from "ethers";

import type { MarketReader } from "../../src/market/market-reader.js";
import { BankMoney__factory } from "../../typechain-types/index.js";
import type { Person } from "./people.js";

/** A call of the market or of its token. */
export interface ContractCall {
  readonly target: "market" | "token";
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Sends an account's transactions and waits until they are mined; nobody else sends from the account meanwhile. */
export class Purse {
  readonly #holder: Person;
  readonly #reader: MarketReader;
  #nonce: number | undefined;

  constructor(holder: Person, reader: MarketReader) {
    this.#holder = holder;
    this.#reader = reader;
  }

  /** Runs errands in their order, one block for all where they fit. @returns how many went through */
  async run(...errands: readonly ContractCall[]): Promise<number> {
    const hashes: unknown[] = [];
    for (const errand of errands) hashes.push(await this.#send(errand));
    const statuses = await Promise.all(hashes.map((hash) => this.#statusOf(hash)));
    return statuses.filter((status) => status === "0x1").length;
  }

  async #send({ target, name, args }: ContractCall): Promise<unknown> {
    const { record, abi } = this.#reader;
    this.#nonce ??= Number(await this.#ask("eth_getTransactionCount", [this.#holder.address, "latest"]));
    const signed = await this.#holder.wallet.signTransaction({
      type: 0,
      chainId: BigInt(record.chainId),
      to: record[target],
      data: (target === "market" ? abi : TOKEN).encodeFunctionData(name, args),
      nonce: this.#nonce,
      gasLimit: GAS,
      gasPrice: GAS_PRICE,
    });
    const hash = await this.#ask("eth_sendRawTransaction", [signed]);
    this.#nonce += 1;
    return hash;
  }

  async #statusOf(hash: unknown): Promise<string> {
    for (;;) {
      const receipt = await this.#ask("eth_getTransactionReceipt", [hash]);
      if (receipt !== null) return (receipt as { status: string }).status;
      await sleep(ASKING_MS);
    }
  }

  #ask(method: string, params: unknown[]): Promise<unknown> {
    return this.#reader.provider.request({ method, params });
  }
}

const TOKEN: Interface = BankMoney__factory.createInterface();
const ASKING_MS = 300;
const GAS = 500_000n;
const GAS_PRICE = 10n ** 10n;
