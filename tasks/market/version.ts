import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import product from "../../package.json" with { type: "json" };
import { domainOf } from "../../src/market/typed-data.js";
import { command } from "../command.js";
import { checkedOutCommit } from "../commit.js";
import { documentOf, fact, print, tableOf } from "./facts.js";

/** The product's version, and that of what it is made with. */
export default command(({ json }: { readonly json: boolean }, { config }: HardhatRuntimeEnvironment) => {
  const commit = checkedOutCommit();
  const solc = config.solidity.profiles.production?.compilers.map(({ version }) => version).join(", ") ?? "";
  const facts = [
    fact("version", "version", product.version),
    fact("commit", "commit", commit ?? null, commit ?? "not a checkout"),
    fact("contracts", "contracts", domainOf(0n, "").version ?? "", `${domainOf(0n, "").version ?? ""} (EIP-712)`),
    fact("solc", "solc", solc),
    fact("hardhat", "Hardhat", product.devDependencies.hardhat),
    fact("node", "Node.js", process.versions.node),
  ];
  print({ json }, documentOf(facts), () => tableOf("Wattlane", facts));
});
