import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { jsonText } from "../../src/data/json-text.js";
import { type Creation, deployMarket, moduleNameOf } from "../../src/market/deployment/deploy-market.js";
import { readDeploymentFile } from "../../src/market/deployment/parameters.js";
import {
  type DeploymentRecord,
  MARKET_KINDS,
  chainIdentity,
  chainIdOf,
  readRecords,
} from "../../src/market/deployment/record.js";
import { resetFolder, saveRecord } from "../../src/market/deployment/record-folder.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { LOCAL_CHAIN, testAccountsIn } from "../../src/market/deployment/test-accounts.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import { UserError } from "../../src/model/errors.js";
import type { Provider } from "../../src/chain/rpc/node-client.js";
import { tokens } from "../../src/report/amounts.js";
import { toJson } from "../../src/report/json.js";
import { toTextTable } from "../../src/report/table.js";
import { requireYes } from "../ask.js";
import { command } from "../command.js";
import { choiceOption } from "../options.js";
import { accountAt, accountsOf, connectNetwork } from "./network.js";

interface DeployArguments {
  readonly kind: string;
  readonly parameters: string | undefined;
  readonly account: string;
  readonly reset: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

export default command(async (args: DeployArguments, hre: HardhatRuntimeEnvironment) => {
  const kind = choiceOption("--kind", args.kind, MARKET_KINDS);
  const file = await readParameters(args.parameters, kind);
  const connection = await connectNetwork(hre);
  const folder = join(hre.config.paths.ignition, "deployments", await chainIdentity(connection));
  const accounts = await accountsOf(connection);
  const deployer = accountAt(accounts, "--account", args.account);
  const authorities = file.market.authorities ?? localCommittee(await chainIdOf(connection), accounts, deployer);
  if (!args.yes) await requireOwnCommittee(authorities, connection, args);
  const parameters = {
    BankMoney: { bank: deployer, ...file.token },
    [moduleNameOf(kind)]: { operator: deployer, ...file.market, authorities },
  };
  if (args.reset && !args.yes) await requireNothingHeld(connection.provider, folder, args);
  const before = args.reset ? await resetFolder(folder) : [];
  const { record, creations } = await deployMarket(connection, hre, { kind, parameters, deployer, folder });
  const { path, kept } = await saveRecord(folder, record);
  const written = relative(process.cwd(), path);
  const others = [...before, ...kept].map((other) => relative(process.cwd(), other));
  process.stdout.write(
    args.json
      ? toJson({ ...record, record: written, kept: others, creations })
      : text(record, creations, written) + others.map((other) => `The record before it is kept: ${other}.\n`).join(""),
  );
});

/** Asks before everybody can verify what they like on a chain that others use. */
async function requireOwnCommittee(
  authorities: unknown,
  connection: NetworkConnection,
  { json }: DeployArguments,
): Promise<void> {
  if ((await chainIdOf(connection)) === LOCAL_CHAIN) return;
  const [known] = testAccountsIn(JSON.stringify(authorities));
  if (known === undefined) return;
  const text = `the authority ${known} is an account of every local test node, whose key everybody has`;
  await requireYes({ text, option: "--yes" }, { json });
}

/** Asks before a market that holds money is no longer the one that commands find. */
async function requireNothingHeld(provider: Provider, folder: string, { json }: DeployArguments): Promise<void> {
  for (const record of await readRecords(folder)) {
    const held = await heldBy(new MarketReader(provider, record));
    if (held === undefined) continue;
    const text = `the ${record.kind} market at ${record.market} holds ${held}, and commands will no longer find it without --record`;
    await requireYes({ text, option: "--yes" }, { json });
  }
}

/** What a market holds, with its unit; undefined when that is nothing, or there is no market. */
async function heldBy(reader: MarketReader): Promise<string | undefined> {
  const code = await reader.provider.request({ method: "eth_getCode", params: [reader.record.market, "latest"] });
  if (code === "0x") return undefined;
  const { held } = await reader.books();
  return held === 0n ? undefined : `${tokens(held)} ${await reader.tokenSymbol()}`;
}

async function readParameters(path: string | undefined, kind: MarketKind) {
  if (path === undefined) return { token: {}, market: {} };
  try {
    return readDeploymentFile(jsonText(await readFile(path)), path, kind);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`--parameters ${path}: cannot be read: ${(error as Error).message}`);
  }
}

const LOCAL_COMMITTEE = 7;

/** On a local chain the node's last accounts are the committee; the first are free to trade. */
function localCommittee(chainId: bigint, accounts: readonly string[], deployer: string): string[] {
  const others = accounts.filter((account) => account !== deployer);
  if (chainId === LOCAL_CHAIN && others.length > 0) return others.slice(-LOCAL_COMMITTEE);
  throw new UserError("--parameters: authorities are missing: list the committee in the file (see docs/deploy.md)");
}

function text(record: DeploymentRecord, creations: readonly Creation[], written: string): string {
  const table = toTextTable<Creation>(
    [
      { name: "contract", heading: "Contract", value: ({ contract }) => contract },
      { name: "address", heading: "Address", value: ({ address }) => address },
      { name: "block", heading: "Block", value: ({ block }) => block },
      { name: "gas", heading: "Gas", value: ({ gas }) => gas },
    ],
    creations,
  );
  return `${table}\nThe ${record.kind} market is deployed on chain ${record.chainId}. Its record is ${written}.\n`;
}
