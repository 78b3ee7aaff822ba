import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { Interface } from "ethers";

import { MarketReader } from "../../src/market/market-reader.js";
import type { DeploymentRecord } from "../../src/market/deployment/record.js";
import { domainOf } from "../../src/market/typed-data.js";
import type { MarketAnswer } from "../../src/model/market/answer.js";
import { PaymentToken } from "../../src/model/market/payment-token.js";
import { improvedMarket } from "../../src/model/market/reference-market.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { BankMoney__factory, ImprovedMarket__factory } from "../../typechain-types/index.js";
import type { ChainMarket } from "../differential/chain-market.js";
import { startAnvil, type Anvil } from "../support/anvil.js";
import { ethersCryptography } from "../support/cryptography.js";
import { runHardhatIn } from "../support/hardhat.js";
import { sendersOf, type People } from "./people.js";
import { Purse } from "./purse.js";
import type { Reference } from "./replay.js";

/** A node that mines by itself, and on it a market with its committee, where buyers have meters and users money. */
export interface Town {
  readonly anvil: Anvil;
  readonly record: DeploymentRecord;
  /** The record's file, as daemons take it. */
  readonly recordFile: string;
  readonly reader: MarketReader;
  readonly chain: ChainMarket;
  /** Gives every registered buyer its meter. */
  setMeters(): Promise<void>;
  /** The same market in memory, before anything happened on it. */
  reference(): Reference;
  /** Chain time, s. */
  now(): Promise<number>;
  close(): Promise<void>;
}

/** Two trades between full verifications: many need one, and many do not. */
const PARAMETERS: MarketParameters = {
  capTrades: 2n,
  capEnergyWh: 3_000_000n,
  feePerMWh: 100_000n,
  verificationWindow: 3600n,
  readingWindow: 86_400n,
  rho: 0n,
};

const CHAIN_ID = 41_337;
/** How far the chain's clock is off from everybody's. */
const CLOCK_AHEAD_SECONDS = 420;
/** Ignition waits for a few blocks; nobody else is there yet. */
const SETUP_BLOCK_SECONDS = 0.2;
const ETHER = 10n ** 18n;

export async function foundTown(people: People, folder: string, blockSeconds: number): Promise<Town> {
  const anvil = await startAnvil({
    mining: { everySeconds: SETUP_BLOCK_SECONDS },
    chainId: CHAIN_ID,
    startsAt: BigInt(Math.floor(Date.now() / 1000) + CLOCK_AHEAD_SECONDS),
  });
  for (const { address } of sendersOf(people)) {
    await anvil.request("anvil_setBalance", [address, `0x${(1000n * ETHER).toString(16)}`]);
  }
  const record = await deploy(anvil, people, folder);
  const provider = { request: ({ method, params = [] }: Call) => anvil.request(method, params) };
  const reader = new MarketReader(provider, record);
  const purse = new Purse(people.operator, reader);
  const users = [...people.sellers, ...people.buyers];
  await purse.run(...users.map(({ address }) => ({ target: "token", name: "mint", args: [address, WEALTH] }) as const));
  await anvil.request("evm_setIntervalMining", [blockSeconds]);
  return {
    anvil,
    record,
    recordFile: record.file,
    reader,
    async setMeters() {
      const meters = people.buyers.map(({ address }, index) => [address, people.meters[index]!.address]);
      await purse.run(...meters.map((args) => ({ target: "market", name: "setMeter", args }) as const));
    },
    chain: chainOf(anvil, record),
    reference: () => referenceOf(people, record),
    now: async () => Number((await reader.block()).timestamp),
    async close() {
      await anvil.stop();
      await rm(dirname(record.file), { recursive: true });
    },
  };
}

type Call = Parameters<MarketReader["provider"]["request"]>[0];

/** What each user has of the token, base units. */
const WEALTH = 2_000_000_000n;

/** By the command that people type. */
async function deploy(anvil: Anvil, people: People, folder: string): Promise<DeploymentRecord & { file: string }> {
  const { rho, ...shared } = PARAMETERS;
  const numbers = Object.entries(shared).map(([name, value]) => [name, Number(value)] as const);
  const authorities = people.authorities.map(({ address }) => address);
  const parameters = {
    $global: { authorities, ...Object.fromEntries<number>(numbers) },
    ImprovedMarket: { rho: rho.toString() },
  };
  const file = join(folder, "parameters.json");
  await writeFile(file, JSON.stringify(parameters));
  const env = { WATTLANE_RPC_URL: anvil.url, WATTLANE_PRIVATE_KEY: people.operator.wallet.privateKey };
  const command = ["market", "deploy", "--network", "live", "--parameters", file, "--json"];
  const { code, stdout, stderr } = await runHardhatIn(env, ...command);
  if (code !== 0) throw new Error(`market deploy: ${stderr}`);
  const { kind, market, token, block, record } = JSON.parse(stdout) as DeploymentRecord & { record: string };
  return { kind, chainId: String(CHAIN_ID), market, token, block, file: record };
}

function chainOf(anvil: Anvil, { market, token }: DeploymentRecord): ChainMarket {
  return {
    chainId: BigInt(CHAIN_ID),
    market,
    token,
    abi: new Interface([
      ...ImprovedMarket__factory.abi,
      ...BankMoney__factory.abi.filter(({ type }) => type !== "constructor"),
    ]),
    request: <Result>(method: string, ...params: readonly unknown[]) =>
      anvil.request(method, params) as Promise<Result>,
    close: () => anvil.stop(),
  };
}

function referenceOf(people: People, { market, token }: DeploymentRecord): Reference {
  const chainId = BigInt(CHAIN_ID);
  const cryptography = ethersCryptography(domainOf(chainId, market), {
    name: "Wattlane Euro",
    version: "1",
    chainId,
    verifyingContract: token,
  });
  const reference = improvedMarket({
    address: market,
    operator: people.operator.address,
    authorities: people.authorities.map(({ address }) => address),
    parameters: PARAMETERS,
    token: new PaymentToken(cryptography),
    cryptography,
  });
  const play = reference.play.bind(reference) as (call: Parameters<Reference["play"]>[0], name: string) => MarketAnswer;
  return { state: reference.state, play };
}
