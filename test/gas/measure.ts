import type { MarketContract } from "../../src/market/market-kind.js";
import { IElectricityMarket__factory } from "../../typechain-types/index.js";
import { IMPROVED_STEPS } from "./improved-steps.js";
import { TRADITIONAL_STEPS } from "./traditional-steps.js";
import { AGREED_WH, declared, gasOf, openWarmMarket, type WarmMarket } from "./warm-market.js";

/** Gas of each step of both markets, and of the floor that an acceptance is held against. */
export type GasFigures = Awaited<ReturnType<typeof measureGas>>;

/** Measures every step on fresh chains: the same figures in every run, until the contracts change or their compiler. */
export async function measureGas() {
  const improved = await openWarmMarket("improved");
  const traditional = await openWarmMarket("traditional");
  return {
    improved: { deploy: await deploymentGas(improved.market), ...(await measureSteps(improved, IMPROVED_STEPS)) },
    traditional: {
      deploy: await deploymentGas(traditional.market),
      ...(await measureSteps(traditional, TRADITIONAL_STEPS)),
    },
    floor: { "accept, fast lane": await floorOfAccept(improved) },
  };
}

/** Runs each step from the same state, and leaves that state behind. */
export async function measureSteps<M extends MarketContract, Name extends string>(
  warm: WarmMarket<M>,
  steps: Readonly<Record<Name, (warm: WarmMarket<M>) => Promise<number>>>,
): Promise<Record<Name, number>> {
  const figures: Partial<Record<Name, number>> = {};
  const snapshot = await warm.chain.networkHelpers.takeSnapshot();
  for (const name of Object.keys(steps) as Name[]) {
    figures[name] = await steps[name](warm);
    await snapshot.restore();
  }
  return figures as Record<Name, number>;
}

/** The least that the acceptance measured can cost; see `test/solidity/AcceptFloor.sol`. */
async function floorOfAccept(warm: WarmMarket): Promise<number> {
  const floor = await warm.chain.ethers.deployContract("AcceptFloor");
  const market = IElectricityMarket__factory.connect(await floor.getAddress(), warm.buyer);
  return gasOf(await market.accept(await declared(warm), AGREED_WH));
}

/**
 * To the nearest thousand: code ends with a hash of its sources, whose zero bytes cost less, so that a comment can
 * change the rest.
 */
async function deploymentGas(market: MarketContract): Promise<number> {
  return Math.round((await gasOf(market.deploymentTransaction())) / 1000) * 1000;
}
