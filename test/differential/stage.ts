import type { MarketKind } from "../../src/market/market-kind.js";
import { domainOf } from "../../src/market/typed-data.js";
import type { MarketAnswer, MarketCall } from "../../src/model/market/answer.js";
import { PaymentToken } from "../../src/model/market/payment-token.js";
import { improvedMarket, traditionalMarket } from "../../src/model/market/reference-market.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import { ethersCryptography } from "../support/cryptography.js";
import { openChainMarket, type ChainMarket } from "./chain-market.js";
import { playToken, type CallProposal } from "./proposal.js";
import { playersOf, SEATED, type DrawnScene } from "./scene.js";
import { Shelves } from "./shelves.js";

/** The same market twice: on a chain and as the reference, with the scene from which actions are drawn. */
export interface MarketPair {
  readonly chain: ChainMarket;
  readonly scene: DrawnScene;
  /** The reference's answer. */
  readonly play: (call: MarketCall, proposal: CallProposal) => MarketAnswer;
}

export async function openMarketPair(kind: MarketKind, seed: number): Promise<MarketPair> {
  const people = playersOf(seed);
  const wealth = { now: GENESIS, wealth: 10n ** 12n, bankWealth: 2n ** 200n };
  const chain = await openChainMarket(kind, people, PARAMETERS, wealth);
  const tokenDomain = { name: "Wattlane Euro", version: "1", chainId: chain.chainId, verifyingContract: chain.token };
  const cryptography = ethersCryptography(domainOf(chain.chainId, chain.market), tokenDomain);
  const elsewhere = ethersCryptography(domainOf(chain.chainId, chain.token), tokenDomain);

  const [{ address: operator }] = people.operators;
  const token = new PaymentToken(cryptography);
  token.mint(operator, wealth.bankWealth);
  token.approve(operator, chain.market, 2n ** 256n - 1n);
  for (const { address } of people.users) token.mint(address, wealth.wealth);
  const authorities = people.authorities.slice(0, SEATED).map(({ address }) => address);
  const deployment = { address: chain.market, operator, authorities, parameters: PARAMETERS, token, cryptography };
  const model = kind === "improved" ? improvedMarket(deployment) : traditionalMarket(deployment);
  // Proposals carry the arguments of the action that they name.
  const playMarket = model.play.bind(model) as (
    call: MarketCall,
    name: string,
    ...args: readonly unknown[]
  ) => MarketAnswer;
  const { state } = model;
  const shelves: Pick<DrawnScene, "offers" | "agreements"> = { offers: new Shelves(), agreements: new Shelves() };
  return {
    chain,
    scene: { kind, state, people, cryptography, elsewhere, now: GENESIS, ...shelves },
    play: (call, { target, name, args }) =>
      target === "market" ? playMarket(call, name, ...args) : playToken(state, call, name, args),
  };
}

const GENESIS = 1_767_225_600n;

/** Caps that a few trades reach, and windows that a few moments pass. */
const PARAMETERS: MarketParameters = {
  capTrades: 4n,
  capEnergyWh: 4_000_000n,
  feePerMWh: 100_000n,
  verificationWindow: 7200n,
  readingWindow: 600n,
  rho: 0n,
};
