import { MaxUint256, type Wallet } from "ethers";

import type { MarketKind } from "../../src/market/market-kind.js";
import { seededWallet } from "./keys.js";
import type { ImprovedMarket, TraditionalMarket } from "../../typechain-types/index.js";
import { signedAgreement } from "./agreements.js";
import { freshChain, openMarket, START_BALANCE, type Chain } from "./market.js";

/** Those who appear in the tests of the contracts. */
export const ROLES = ["operator", "buyer", "seller", "bystander", "authority", "stranger"] as const;
/**
 * `buyer`, `seller`, `bystander`: registered users. `authority`: in the committee, no user. `stranger`: an account with
 * money that the market has never heard of.
 */
export type Role = (typeof ROLES)[number];

type MarketOf<K extends MarketKind> = K extends "improved" ? ImprovedMarket : TraditionalMarket;

/**
 * A market of either kind at work: also two others have a signed agreement there, whose money is at hand to be stolen.
 */
export interface Scene<K extends MarketKind = MarketKind> extends Record<Role, Wallet> {
  readonly kind: K;
  readonly chain: Chain;
  readonly market: MarketOf<K>;
  /** Buyer and seller of the others' agreement. */
  readonly others: readonly [buyer: Wallet, seller: Wallet];
}

/** Gives the same scene on every call, whatever was done in it before: one chain, taken back to a snapshot. */
export function sceneOf<K extends MarketKind>(kind: K): () => Promise<Scene<K>> {
  let chain: Promise<Chain> | undefined;
  async function scene(): Promise<Scene<K>> {
    return setScene(await chain!, kind);
  }
  return async () => {
    const { networkHelpers } = await (chain ??= freshChain());
    return networkHelpers.loadFixture(scene);
  };
}

/** Sets a scene on a chain of one's own. */
export async function setScene<K extends MarketKind>(chain: Chain, kind: K): Promise<Scene<K>> {
  const [buyer, seller, bystander, ...others] = chain.users as [Wallet, Wallet, Wallet, Wallet, Wallet];
  const stranger = seededWallet(1, "stranger").connect(chain.ethers.provider);
  await chain.networkHelpers.setBalance(stranger.address, 10n ** 24n);
  const market = await openMarket(chain, kind);
  const [authority] = chain.authorities as [Wallet];
  const scene = {
    kind,
    chain,
    market,
    others,
    operator: chain.operator,
    buyer,
    seller,
    bystander,
    authority,
    stranger,
  };
  for (const role of ROLES) {
    await chain.token.mint(scene[role].address, START_BALANCE);
    await chain.token.connect(scene[role]).approve(market, MaxUint256);
  }
  const [buying, selling] = others;
  await signedAgreement({ ...scene, buyer: buying, seller: selling });
  return scene;
}
