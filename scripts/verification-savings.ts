import { network } from "hardhat";

import { toTextTable } from "../src/report/table.js";
import { builtInChains } from "./simulation/chains/built-in.js";
import { fig6Run, type Fig6Trade } from "./studies/fig6.js";
import { DEFAULT_SETTINGS as settings } from "./studies/settings/settings.js";
import { studyContext } from "./studies/study.js";

// What the fast lane saves over the trades of Fig. 6: sums of all trades, traditional and improved.
const context = studyContext({ openChain: builtInChains(network), settings, progress: () => undefined });
const trades = await context.shared(fig6Run);

const row = (what: string, value: (trade: Fig6Trade["improved"]) => number) => {
  const sum = (model: "traditional" | "improved") => trades.reduce((total, trade) => total + value(trade[model]), 0);
  const [traditional, improved] = [sum("traditional"), sum("improved")];
  return { what, traditional, improved, saved: 100 * (1 - improved / traditional) };
};
const rows = [
  row("Full verifications", ({ measured }) => (measured.fastLane ? 0 : 1)),
  row("Verification T_r1 [s]", ({ time }) => time.verification),
  row("All of T_sum [s]", ({ time }) => time.total),
  row("Transactions", ({ measured }) => measured.transactions),
  row("Gas", ({ measured }) => Number(measured.gas)),
];

console.log(`${trades.length} trades. Seed ${settings.seed}; seed of the energies ${settings.fig6.volumeSeed}.\n`);
console.log(
  toTextTable(
    [
      { name: "what", heading: "Sum over all trades", value: ({ what }) => what },
      { name: "traditional", heading: "Traditional", value: ({ traditional }) => traditional, decimals: 0 },
      { name: "improved", heading: "Improved", value: ({ improved }) => improved, decimals: 0 },
      { name: "saved_percent", heading: "Saved [%]", value: ({ saved }) => saved, decimals: 1 },
    ],
    rows,
  ),
);
console.log(`Gas and transactions are the chain's, with ${settings.market.authorities} authorities; the seconds are`);
console.log("those of equations (4) to (9), with assumed parameters.");
console.log("The whole evaluation: npm start");
