import type { Signer } from "ethers";

import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
  type BankMoney,
  type ImprovedMarket,
  type TraditionalMarket,
} from "../../typechain-types/index.js";
import type { MarketParameters } from "../model/market-parameters.js";

/** How a market verifies agreements. */
export type MarketKind = "improved" | "traditional";

/** A market of either kind. */
export type MarketContract = ImprovedMarket | TraditionalMarket;

/** The interface of a market of either kind, with the names of both kinds' functions. */
export type MarketAbi = MarketContract["interface"];

/** Deploys the payment token; the deployer is its bank. @public */
export async function deployToken(bank: Signer): Promise<BankMoney> {
  const token = await new BankMoney__factory(bank).deploy(await bank.getAddress(), "Wattlane Euro", "WEUR");
  await token.waitForDeployment();
  return token;
}

interface Deployment {
  readonly operator: Signer;
  readonly token: string;
  readonly authorities: readonly string[];
  readonly parameters: MarketParameters;
}

/** Deploys an improved market; the deployer is its operator. @public */
export async function deployImproved(deployment: Deployment): Promise<ImprovedMarket> {
  const factory = new ImprovedMarket__factory(deployment.operator);
  const market = await factory.deploy(await constructorArguments(deployment), deployment.parameters.rho);
  await market.waitForDeployment();
  return market;
}

/** Deploys a traditional market; the deployer is its operator. @public */
export async function deployTraditional(deployment: Deployment): Promise<TraditionalMarket> {
  const factory = new TraditionalMarket__factory(deployment.operator);
  const market = await factory.deploy(await constructorArguments(deployment));
  await market.waitForDeployment();
  return market;
}

async function constructorArguments({ operator, token, authorities, parameters }: Deployment) {
  const { capTrades, capEnergyWh, feePerMWh, verificationWindow, readingWindow } = parameters;
  return {
    operator: await operator.getAddress(),
    token,
    capTrades,
    capEnergyWh,
    feePerMWh,
    verificationWindow,
    readingWindow,
    authorities: [...authorities],
  };
}
