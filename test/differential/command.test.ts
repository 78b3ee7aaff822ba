import { expect } from "chai";

import { runHardhat } from "../support/hardhat.js";

describe("hardhat differential", () => {
  it("refuses what is no number of actions", async () => {
    const { code, stdout, stderr } = await runHardhat("differential", "--actions", "many");
    expect([code, stdout, stderr]).to.deep.equal([
      2,
      "",
      "Error: --actions many: must be a whole number from 1 to 1000000000\n",
    ]);
  });

  it("prints its seed, and what was done and refused on either market", async () => {
    const { code, stdout } = await runHardhat("differential", "--actions", "60", "--seed", "3", "--json");
    expect(code).to.equal(0);
    const { seed, markets } = JSON.parse(stdout) as { seed: number; markets: Market[] };
    expect(seed).to.equal(3);
    expect(markets.map(({ market }) => market)).to.deep.equal(["improved", "traditional"]);
    for (const { actions } of markets) expect(sum(Object.values(actions).flatMap(countsOf))).to.equal(60);
  });
});

interface Counts {
  readonly done: number;
  readonly refused: Readonly<Record<string, number>>;
}

interface Market {
  readonly market: string;
  readonly actions: Readonly<Record<string, Counts>>;
}

function countsOf({ done, refused }: Counts): number[] {
  return [done, ...Object.values(refused)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
