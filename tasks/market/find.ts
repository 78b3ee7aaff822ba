import { join, relative } from "node:path";

import { isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { Provider } from "../../src/chain/rpc/node-client.js";
import { compiledMarkets, recordOf } from "../../src/market/deployment/find-deployment.js";
import { chainIdentity } from "../../src/market/deployment/record.js";
import { saveRecord } from "../../src/market/deployment/record-folder.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { UserError } from "../../src/model/errors.js";
import { command } from "../command.js";
import { wholeOption } from "../options.js";
import { required } from "./arguments.js";
import { documentOf, fact, print, tableOf } from "./facts.js";
import { marketFacts } from "./info.js";
import { connectNetwork } from "./network.js";

interface FindArguments {
  readonly address: string | undefined;
  readonly block: string | undefined;
  readonly json: boolean;
}

/** Writes a lost deployment's record again, from the market's address. */
export default command(async (args: FindArguments, hre: HardhatRuntimeEnvironment) => {
  const address = required(
    "the address",
    args.address,
    "the market's, such as 0x5FbDB2315678afecb367f032d93F642f64180aa3",
  );
  const valid: boolean = isAddress(address);
  if (!valid) throw new UserError(`${address}: is not an address`);
  const block =
    args.block === undefined ? undefined : wholeOption("--block", args.block, { min: 0, max: Number.MAX_SAFE_INTEGER });
  const connection = await connectNetwork(hre);
  const provider = connection.provider as Provider;
  const record = await recordOf(provider, { address, block, markets: await compiledMarkets(hre.artifacts) });
  const reader = new MarketReader(provider, record);
  const facts = [
    fact("firstBlock", "first block", record.block),
    ...(await marketFacts(reader, await reader.tokenSymbol())),
  ];
  const folder = join(hre.config.paths.ignition, "deployments", await chainIdentity(connection));
  const { path, kept } = await saveRecord(folder, record);
  const written = relative(process.cwd(), path);
  const saved = [
    fact("record", "record", written),
    ...kept.map((other) => fact("kept", "kept beside it", relative(process.cwd(), other))),
  ];
  print(args, documentOf([...saved, ...facts]), () => tableOf("Found", [...saved, ...facts]));
});
