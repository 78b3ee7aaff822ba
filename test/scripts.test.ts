import { readFileSync } from "node:fs";

import { expect } from "chai";

import { runHardhat } from "./support/hardhat.js";
import { expectWithin } from "./support/near.js";

/** Runs a script of `scripts/` as a person would, on contracts that are built. @returns what it prints */
async function output(script: string): Promise<string> {
  const { code, stdout, stderr } = await runHardhat("run", "--no-compile", `scripts/${script}.ts`);
  expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
  expect(stdout).to.match(/\nThe whole evaluation: npm start\n$/);
  return stdout;
}

/** The cells of a row that begins with a label. */
function rowOf(table: string, label: string): string[] {
  const line = table.split("\n").find((each) => each.trim().startsWith(`${label} `));
  return (line ?? "").trim().split(/ {2,}/);
}

describe("hardhat run scripts/", () => {
  it("simulate-trades.ts prints lane, R, time and gas of Fig. 6's trades", async () => {
    const stdout = await output("simulate-trades");
    expect(stdout).to.include("Seed 1; seed of the energies 24.");
    const trades = Array.from({ length: 20 }, (_, i) => rowOf(stdout, String(i + 1)));
    expect(trades.flatMap(([trade, , lane]) => (lane === "full" ? [trade] : []))).to.deep.equal(
      ["4", "9", "12", "16", "19"], // as in the paper's figure
    );
    expect(trades[0]?.slice(0, 6)).to.deep.equal(["1", "2,328", "fast", "0", "142.62", "22.62"]);
  });

  it("verification-savings.ts prints what the fast lane saves, as in README.md", async () => {
    const stdout = await output("verification-savings");
    expect(stdout).to.include("Seed 1; seed of the energies 24.");
    expect(rowOf(stdout, "Full verifications")).to.deep.equal(["Full verifications", "20", "5", "75.0"]);
    const [, traditional, improved, saved] = rowOf(stdout, "Gas").map((cell) => Number(cell.replaceAll(",", "")));
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replaceAll(/^ {4}/gm, "");
    expect(readme).to.include(stdout.trim());
    expectWithin(100 * (1 - improved! / traditional!), saved!, 0.05);
  });

  it("attack-curves.ts prints P_xi by both laws, the paper's own number among them", async () => {
    const [poisson = "", exact = ""] = (await output("attack-curves")).split("exact law");
    expect(rowOf(poisson, "1")).to.deep.equal(["1", "20.46", "41.59", "62.77", "82.89", "91.98"]);
    expect(rowOf(exact, "1")).to.deep.equal(["1", "20", "40", "60", "80", "90"]);
  });
});
