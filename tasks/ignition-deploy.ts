import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { TaskArguments } from "hardhat/types/tasks";

import { deployedIn, moduleNameOf } from "../src/market/deployment/deploy-market.js";
import { chainIdentity, chainIdOf, MARKET_KINDS } from "../src/market/deployment/record.js";
import { saveRecord } from "../src/market/deployment/record-folder.js";
import { LOCAL_CHAIN, testAccountsIn } from "../src/market/deployment/test-accounts.js";
import { UserError } from "../src/model/errors.js";
import { command } from "./command.js";
import { buildContracts } from "./declaration.js";
import { whileDeploying } from "./deploying.js";

type RunSuper = (args: TaskArguments) => Promise<unknown>;

/** `ignition deploy`, after which commands find the market as they do after `market deploy`. */
export default async function ignitionDeploy(
  args: TaskArguments,
  hre: HardhatRuntimeEnvironment,
  runSuper: RunSuper,
): Promise<unknown> {
  const { parameters, deploymentId } = args as { parameters: string | undefined; deploymentId: string | undefined };
  let result: unknown;
  const run = command(async () => {
    const connection = await hre.network.create();
    const chainId = await chainIdOf(connection);
    if (chainId !== LOCAL_CHAIN) await requireOwnKeys(parameters);
    if (!(await buildContracts(hre, true))) throw new UserError("the contracts cannot be built: see above");
    result = await whileDeploying(() => runSuper(args));
    if (connection.networkConfig.type !== "http") return;
    const id = deploymentId === undefined || deploymentId === "" ? `chain-${chainId}` : deploymentId;
    const deployments = join(hre.config.paths.ignition, "deployments");
    const made = Object.keys((result as { contracts?: object } | null)?.contracts ?? {});
    for (const kind of MARKET_KINDS) {
      if (!made.includes(`${moduleNameOf(kind)}#${moduleNameOf(kind)}`)) continue;
      const { record } = await deployedIn(connection, hre.artifacts, join(deployments, id), kind);
      const { path } = await saveRecord(join(deployments, await chainIdentity(connection)), record);
      process.stdout.write(`\nThe ${kind} market's record is ${relative(process.cwd(), path)}.\n`);
    }
  });
  return (await run(args, hre)) ?? result;
}

/** @throws UserError when the parameters give a role to an account whose key everybody has */
async function requireOwnKeys(parameters: string | undefined): Promise<void> {
  if (parameters === undefined) return;
  const text = /\.json5?$/.test(parameters) ? await readFile(parameters, "utf8").catch(() => "") : parameters;
  const [known] = testAccountsIn(text);
  if (known === undefined) return;
  throw new UserError(
    `--parameters ${parameters}: ${known} is an account of every local test node, whose key everybody has; name your own accounts`,
  );
}
