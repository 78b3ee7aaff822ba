import { network } from "hardhat";

import { toTextTable } from "../src/report/table.js";
import { builtInChains } from "./simulation/chains/built-in.js";
import { fig6Run, TEXT_COLUMNS } from "./studies/fig6.js";
import { DEFAULT_SETTINGS as settings } from "./studies/settings/settings.js";
import { studyContext } from "./studies/study.js";

// The twenty trades of Fig. 6, on both markets, each market on a chain of Hardhat's in this process.
const context = studyContext({ openChain: builtInChains(network), settings, progress: () => undefined });
const trades = await context.shared(fig6Run);

console.log(`Twenty trades of two users. Seed ${settings.seed}; seed of the energies ${settings.fig6.volumeSeed}.\n`);
const shown = TEXT_COLUMNS.filter(({ name }) => !/_(transactions|blocks)$/.test(name));
console.log(toTextTable(shown, trades));
console.log("Lane, R and gas are the chain's; T_sum is equation (9), with assumed parameters.");
console.log("The whole evaluation: npm start");
