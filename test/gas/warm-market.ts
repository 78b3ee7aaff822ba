import type { ContractTransactionResponse, Wallet } from "ethers";

import type { MarketContract, MarketKind } from "../../src/market/market-kind.js";
import { AgreementStatus, type Agreement, type Offer } from "../../src/model/terms.js";
import { accept, freshChain, GENESIS, offerOf, openMarket, START_BALANCE } from "../support/market.js";
import { permitOf } from "../support/permit.js";

/** What an agreement here is about, Wh: a tenth of its offer. */
export const AGREED_WH = 100_000n;

/**
 * A market on a fresh chain whose users have traded before: every word of state that a further trade changes is in
 * use, the trade's own new ones apart. Keys, terms and times are fixed, so that each run sends the same bytes, which
 * cost the same gas.
 */
export async function openWarmMarket<K extends MarketKind>(kind: K) {
  const chain = await freshChain();
  const market = await openMarket(chain, kind);
  const [buyer, seller, guarded] = chain.users as [Wallet, Wallet, Wallet];
  const warm = { chain, market, buyer, seller, guarded };
  await market.setCaps(guarded.address, 0, 0);
  await moveMoney(warm);
  const { agreement, status } = await accept(market, buyer, await declared(warm, 1n), AGREED_WH);
  // The traditional market would keep the buyer frozen.
  if (status === AgreementStatus.AwaitingVerification) await market.connect(buyer).decline(agreement);
  return warm;
}

export interface WarmMarket<M extends MarketContract = MarketContract> {
  readonly chain: Awaited<ReturnType<typeof freshChain>>;
  readonly market: M;
  readonly buyer: Wallet;
  readonly seller: Wallet;
  /** A buyer whose caps are zero: each of its trades is fully verified. */
  readonly guarded: Wallet;
}

/**
 * Deposits of both kinds, and a withdrawal: balances, allowances and the buyer's permit number are not zero afterwards.
 */
async function moveMoney({ chain: { token, operator }, market, buyer }: WarmMarket): Promise<void> {
  await token.mint(operator.address, START_BALANCE);
  await token.mint(buyer.address, START_BALANCE);
  await token.approve(market, START_BALANCE);
  await market.connect(buyer).depositWithPermit(...(await permitOf(token, buyer, market, buyer.address, 1_000_000n)));
  await market.connect(buyer).withdraw(1_000_000n, buyer.address);
}

/** The seller's offer of this number, of 1 MWh. */
export function offerOfSeller({ market, seller }: WarmMarket, number: bigint): Promise<Offer> {
  return offerOf(market, seller, { now: GENESIS, number });
}

/** The seller's offer of this number, once it is declared. */
export async function declared(warm: WarmMarket, number = 2n): Promise<Offer> {
  const offer = await offerOfSeller(warm, number);
  await warm.market.connect(warm.seller).declare(offer);
  return offer;
}

/** An agreement of the seller with this buyer, the first of a new offer. */
export async function agreed(warm: WarmMarket, buyer = warm.buyer): Promise<Agreement> {
  const { agreement } = await accept(warm.market, buyer, await declared(warm), AGREED_WH);
  return agreement;
}

/** The gas that a transaction used. */
export async function gasOf(sent: ContractTransactionResponse | null): Promise<number> {
  const receipt = await sent?.wait();
  if (receipt?.status !== 1) throw new Error("the transaction did not succeed");
  return Number(receipt.gasUsed);
}
