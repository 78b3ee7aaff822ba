import { toQuantity } from "ethers";

import { deployImproved } from "../../src/market/market-kind.js";
import type { DeploymentRecord } from "../../src/market/deployment/record.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import type { ImprovedMarket } from "../../typechain-types/index.js";
import type { LocalNode } from "./node.js";

/** More than setting the fee takes. */
const GAS = toQuantity(100_000);

/** A log as a node tells it. */
export interface RawLog {
  readonly blockHash: string;
  readonly blockNumber: string;
  readonly transactionHash: string;
  readonly logIndex: string;
}

/** A market on a node, and what moves its chain. */
export class MarketOnNode {
  readonly node: LocalNode;
  readonly market: ImprovedMarket;
  readonly address: string;
  readonly fromBlock: bigint;
  readonly #mine: boolean;
  #fee = 1n;

  private constructor(node: LocalNode, market: ImprovedMarket, address: string, fromBlock: bigint, mine: boolean) {
    this.node = node;
    this.market = market;
    this.address = address;
    this.fromBlock = fromBlock;
    this.#mine = mine;
  }

  /** @param mine - whether blocks must be asked for */
  static async open(node: LocalNode, mine: boolean): Promise<MarketOnNode> {
    const operator = node.account(0);
    if (mine) await node.provider.send("evm_setAutomine", [true]);
    const market = await deployImproved({
      operator,
      token: operator.address,
      authorities: [node.account(1).address],
      parameters: DEFAULT_PARAMETERS,
    });
    if (mine) await node.provider.send("evm_setAutomine", [false]);
    const receipt = await market.deploymentTransaction()!.wait();
    return new MarketOnNode(node, market, await market.getAddress(), BigInt(receipt!.blockNumber), mine);
  }

  request(method: string, params: unknown[] = []): Promise<unknown> {
    return this.node.provider.send(method, params);
  }

  /** Makes blocks with so many of the market's events in each. */
  async blocks(...events: number[]): Promise<void> {
    const operator = this.node.account(0);
    for (const count of events) {
      const nonce = await operator.getNonce("latest");
      const sent = Array.from({ length: count }, (_, i) => {
        const data = this.market.interface.encodeFunctionData("setFee", [this.#fee++]);
        const call = { from: operator.address, to: this.address, data, gas: GAS, nonce: toQuantity(nonce + i) };
        return this.request("eth_sendTransaction", [call]);
      });
      await Promise.all(sent);
      if (this.#mine || count === 0) await this.request("evm_mine");
    }
  }

  /** Every log of the market, as the chain itself tells it in one question. */
  async logs(): Promise<RawLog[]> {
    const filter = { address: this.address, fromBlock: "0x0", toBlock: "latest" };
    return (await this.request("eth_getLogs", [filter])) as RawLog[];
  }

  /** The number of a block so many below the head. */
  async latest(depth: bigint): Promise<bigint> {
    return BigInt(await this.node.provider.getBlockNumber()) - depth;
  }

  async headHash(): Promise<string> {
    const head = (await this.request("eth_getBlockByNumber", ["latest", false])) as { hash: string };
    return head.hash;
  }

  /** The market as its deployment is recorded. */
  async record(): Promise<DeploymentRecord> {
    const chainId = BigInt((await this.request("eth_chainId")) as string).toString();
    return { kind: "improved", chainId, market: this.address, token: this.address, block: Number(this.fromBlock) };
  }
}
