import { Interface } from "ethers";
import { network } from "hardhat";

import { deployImproved, deployToken, deployTraditional, type MarketKind } from "../../src/market/market-kind.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../typechain-types/index.js";
import { SEATED, type Players } from "./scene.js";

/** A market and its token on a chain of their own, reached by plain requests: nothing is estimated or awaited twice. */
export interface ChainMarket {
  readonly chainId: bigint;
  readonly market: string;
  readonly token: string;
  /** Functions, events and errors of both; what they share is the same in both. */
  readonly abi: Interface;
  request<Result>(method: string, ...params: readonly unknown[]): Promise<Result>;
  close(): Promise<void>;
}

/** Deploys a market of this kind at `now`; everybody can send transactions and has `wealth` of the token. */
export async function openChainMarket(
  kind: MarketKind,
  people: Players,
  parameters: MarketParameters,
  { now, wealth, bankWealth }: { now: bigint; wealth: bigint; bankWealth: bigint },
): Promise<ChainMarket> {
  const [bank] = people.operators;
  const connection = await network.create({
    network: "default",
    override: {
      accounts: [{ privateKey: bank.privateKey, balance: 10n ** 24n }],
      initialDate: new Date(Number(now - 3600n) * 1000),
      initialBaseFeePerGas: 0n,
      // Time passes where an action says so, and nowhere else.
      allowBlocksWithSameTimestamp: true,
      // Refusals are data here, not failures.
      throwOnCallFailures: false,
      throwOnTransactionFailures: false,
    },
  });
  const request = async <Result>(method: string, ...params: readonly unknown[]) =>
    (await connection.provider.request({ method, params: [...params] })) as Result;

  const operator = bank.connect(connection.ethers.provider);
  const token = await deployToken(operator);
  const authorities = people.authorities.slice(0, SEATED).map(({ address }) => address);
  const deployment = { operator, token: await token.getAddress(), authorities, parameters };
  const market = await (kind === "improved" ? deployImproved(deployment) : deployTraditional(deployment));
  await token.mint(bank.address, bankWealth);
  await token.approve(market, 2n ** 256n - 1n);
  for (const { address } of people.users) await token.mint(address, wealth);
  for (const { address } of [...people.operators, ...people.users, ...people.strangers, ...people.authorities])
    await request("hardhat_impersonateAccount", address);
  await request("evm_mine", Number(now));

  const factory = kind === "improved" ? ImprovedMarket__factory : TraditionalMarket__factory;
  return {
    chainId: BigInt(await request<string>("eth_chainId")),
    market: await market.getAddress(),
    token: await token.getAddress(),
    abi: new Interface([...factory.abi, ...BankMoney__factory.abi.filter(({ type }) => type !== "constructor")]),
    request,
    close: () => connection.close(),
  };
}
