import {
  HardhatArtifactResolver,
  errorDeploymentResultToExceptionMessage,
} from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  DeploymentResultType,
  listTransactions,
  type DeploymentParameters,
  type IgnitionModule,
  type NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import type { ArtifactManager } from "hardhat/types/artifacts";
import type { HardhatConfig } from "hardhat/types/config";
import type { NetworkConnection } from "hardhat/types/network";

import ImprovedMarket from "../../../ignition/modules/ImprovedMarket.js";
import TraditionalMarket from "../../../ignition/modules/TraditionalMarket.js";
import { asAddress, asList } from "../../chain/rpc/answers.js";
import { UserError } from "../../model/errors.js";
import type { MarketKind } from "../market-kind.js";
import { type DeploymentRecord, chainIdOf } from "./record.js";

/** What to deploy, and the folder of Ignition's journal. */
interface DeploymentPlan {
  readonly kind: MarketKind;
  readonly parameters: DeploymentParameters;
  /** The account of the network that sends the transactions. */
  readonly deployer: string;
  readonly folder: string;
}

/** What a deployment needs from Hardhat. */
interface Workshop {
  readonly config: HardhatConfig;
  readonly artifacts: ArtifactManager;
}

/** A contract that a deployment created, and its cost. */
export interface Creation {
  readonly contract: string;
  readonly address: string;
  readonly transaction: string;
  readonly block: number;
  readonly gas: bigint;
}

type Made = NamedArtifactContractDeploymentFuture<string>;
type MarketModule = IgnitionModule<string, string, { market: Made; token: Made }>;

const MODULES: Readonly<Record<MarketKind, MarketModule>> = {
  improved: ImprovedMarket,
  traditional: TraditionalMarket,
};

/** The name of the section with a market's parameters. */
export function moduleNameOf(kind: MarketKind): string {
  return MODULES[kind].id;
}

/**
 * Deploys a market with its token and committee by an Ignition module. Ignition's journal makes it resumable: what was
 * deployed already is not deployed again, and the second market of a chain shares the token of the first.
 *
 * @throws UserError when the deployment fails, or contradicts the journal
 */
export async function deployMarket(
  connection: NetworkConnection,
  { config, artifacts }: Workshop,
  { kind, parameters, deployer, folder }: DeploymentPlan,
): Promise<Deployed> {
  const artifactResolver = new HardhatArtifactResolver(artifacts);
  const { maxFeePerGasLimit, maxPriorityFeePerGas } = connection.networkConfig.ignition;
  const result = await deploy({
    config: config.ignition,
    provider: connection.provider,
    deploymentDir: folder,
    artifactResolver,
    ignitionModule: MODULES[kind],
    deploymentParameters: parameters,
    accounts: asList(await connection.provider.request({ method: "eth_accounts" }), "the accounts").map((account) =>
      asAddress(account, "the account"),
    ),
    defaultSender: deployer,
    ...(maxFeePerGasLimit === undefined ? {} : { maxFeePerGasLimit }),
    ...(maxPriorityFeePerGas === undefined ? {} : { maxPriorityFeePerGas }),
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    const message = errorDeploymentResultToExceptionMessage(result).replaceAll(/\s+/g, " ");
    throw new UserError(`${folder}: ${message} To start over, add --reset.`);
  }
  return deployedIn(connection, artifacts, folder, kind);
}

/** A deployment's record, and what it created. */
interface Deployed {
  readonly record: DeploymentRecord;
  readonly creations: Creation[];
}

/** What Ignition's journal in a folder says of a market that was deployed by it. */
export async function deployedIn(
  connection: NetworkConnection,
  artifacts: ArtifactManager,
  folder: string,
  kind: MarketKind,
): Promise<Deployed> {
  const creations = await creationsIn(connection, folder, new HardhatArtifactResolver(artifacts));
  const market = creationOf(creations, MODULES[kind].results.market.contractName);
  const token = creationOf(creations, MODULES[kind].results.token.contractName);
  const chainId = String(await chainIdOf(connection));
  return {
    record: { kind, chainId, market: market.address, token: token.address, block: market.block },
    creations: [token, market],
  };
}

async function creationsIn(
  { provider }: NetworkConnection,
  folder: string,
  artifacts: HardhatArtifactResolver,
): Promise<Creation[]> {
  const transactions = await listTransactions(folder, artifacts);
  const creations = transactions.map(async ({ name, address, txHash }) => {
    const receipt: unknown = await provider.request({ method: "eth_getTransactionReceipt", params: [txHash] });
    // A replaced transaction has no receipt and created nothing.
    if (name === undefined || address === undefined || receipt === null) return [];
    const { gasUsed, blockNumber } = receipt as { gasUsed: string; blockNumber: string };
    return [{ contract: name, address, transaction: txHash, block: Number(blockNumber), gas: BigInt(gasUsed) }];
  });
  return (await Promise.all(creations)).flat();
}

function creationOf(creations: readonly Creation[], contract: string): Creation {
  const creation = creations.find((candidate) => candidate.contract === contract);
  if (creation === undefined) throw new Error(`the journal has no ${contract}`);
  return creation;
}
