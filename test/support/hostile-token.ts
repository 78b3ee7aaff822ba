import type { AddressLike, ContractTransactionResponse } from "ethers";

import type { MarketKind } from "../../src/market/market-kind.js";
import type { BankMoney } from "../../typechain-types/index.js";
import { freshChain } from "./market.js";
import { setScene, type Scene } from "./scene.js";

/** How the token of `test/solidity/HostileToken.sol` can misbehave; the numbers are the contract's. */
export const Manner = { Honest: 0, Refusing: 1, Idle: 2, TakingFee: 3, Generous: 4, Charging: 5 } as const;

interface Hostility {
  behave(manner: number): Promise<ContractTransactionResponse>;
  callBack(callee: AddressLike, call: string): Promise<ContractTransactionResponse>;
}

/** A {@link Scene} whose payment token is hostile, once told so. */
export type HostileScene<K extends MarketKind> = Scene<K> & { readonly hostile: Hostility };

/** As `sceneOf`, with a hostile token. */
export function hostileSceneOf<K extends MarketKind>(kind: K): () => Promise<HostileScene<K>> {
  let chain: ReturnType<typeof freshChain> | undefined;
  async function hostileScene(): Promise<HostileScene<K>> {
    const { ethers, operator, ...rest } = await chain!;
    const hostile = await (await ethers.getContractFactory("HostileToken", operator)).deploy();
    // What the scene asks of a token, a hostile one has too: all but permits.
    const token = hostile as unknown as BankMoney;
    const scene = await setScene({ ...rest, ethers, operator, token }, kind);
    return { ...scene, hostile: hostile as unknown as Hostility };
  }
  return async () => {
    const { networkHelpers } = await (chain ??= freshChain());
    return networkHelpers.loadFixture(hostileScene);
  };
}
