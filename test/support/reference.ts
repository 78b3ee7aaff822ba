import { expect } from "chai";
import type { Wallet } from "ethers";

import type { MarketKind } from "../../src/market/market-kind.js";
import { registrationKeyOf, seededWallet } from "./keys.js";
import { domainOf } from "../../src/market/typed-data.js";
import { deposit } from "../../src/model/market/clearing-accounts.js";
import type { MarketAnswer, EmittedEvent } from "../../src/model/market/answer.js";
import type { Statement } from "../../src/model/market/cryptography.js";
import { PaymentToken } from "../../src/model/market/payment-token.js";
import { improvedMarket, traditionalMarket } from "../../src/model/market/reference-market.js";
import type { MarketState as MarketState } from "../../src/model/market/state.js";
import { register, setMeter } from "../../src/model/market/user-registry.js";
import { Side, type Agreement, type Offer } from "../../src/model/terms.js";
import { ethersCryptography } from "./cryptography.js";

export const NOW = 1_767_225_600n;
export const MARKET = "0x000000000000000000000000000000000000aaaa";
const TOKEN = "0x000000000000000000000000000000000000bbbb";
/** What Alice and Bob have in the market, and again in their pockets, base units. */
export const MONEY = 10_000_000n;

export const [operator, alice, bob, carol] = ["operator", "alice", "bob", "carol"].map((name) =>
  seededWallet(1, name),
) as [Wallet, Wallet, Wallet, Wallet];
export const meter = seededWallet(1, "meter");
/** In ascending order of their addresses. */
export const authorities = ["a", "b", "c", "d"]
  .map((name) => seededWallet(1, name))
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1)) as [Wallet, Wallet, Wallet, Wallet];

const cryptography = ethersCryptography(domainOf(31337n, MARKET), {
  name: "Wattlane Euro",
  version: "1",
  chainId: 31337n,
  verifyingContract: TOKEN,
});

interface Reference<Market> {
  readonly market: Market;
  readonly state: MarketState;
  readonly token: PaymentToken;
}

/**
 * A reference market with four authorities, in which Alice and Bob are registered, metered and rich; Carol is nobody.
 */
export function referenceOf(kind: "improved"): Reference<ReturnType<typeof improvedMarket>>;
export function referenceOf(kind: "traditional"): Reference<ReturnType<typeof traditionalMarket>>;
export function referenceOf(kind: MarketKind): Reference<unknown> {
  const token = new PaymentToken(cryptography);
  const deployment = {
    address: MARKET,
    operator: operator.address,
    authorities: authorities.map(({ address }) => address),
    parameters: PARAMETERS,
    token,
    cryptography,
  };
  const market = kind === "improved" ? improvedMarket(deployment) : traditionalMarket(deployment);
  const { state } = market;
  for (const user of [alice, bob]) {
    token.mint(user.address, 2n * MONEY);
    token.approve(user.address, MARKET, 2n * MONEY);
    register(state, by(user), registrationKeyOf(user));
    setMeter(state, by(operator), user.address, meter.address);
    deposit(state, by(user), user.address, MONEY);
  }
  return { market, state, token };
}

const PARAMETERS = {
  capTrades: 2n,
  capEnergyWh: 3_000_000n,
  feePerMWh: 100_000n,
  verificationWindow: 1000n,
  readingWindow: 5000n,
  rho: 0n,
};

/** A call by somebody, at {@link NOW} or another time (s). */
export function by({ address }: Wallet, now = NOW) {
  return { sender: address, now };
}

/** Alice's offer to sell 1 MWh at 8 units a kWh; a margin of 2 a kWh. Any term can be replaced. */
export function offerOf(terms: Partial<Offer> = {}): Offer {
  return {
    declarer: alice.address,
    side: Side.Sell,
    energyWh: 1_000_000n,
    pricePerMWh: 8_000_000n,
    excessPricePerMWh: 9_000_000n,
    damagesPricePerMWh: 1_000_000n,
    marginPerMWh: 2_000_000n,
    feePerMWh: 100_000n,
    deliveryStart: NOW + 2000n,
    deliveryEnd: NOW + 3000n,
    expiry: NOW + 1000n,
    number: 0n,
    ...terms,
  };
}

/** Bob's agreement to some energy (Wh) of an offer of Alice's. */
export function agreementOf(offer: Offer, energyWh: bigint, fillIndex = 0n): Agreement {
  return { offer, accepter: bob.address, energyWh, fillIndex, meter: meter.address };
}

export const offerId = (offer: Offer) => cryptography.offerId(offer);
export const agreementId = (agreement: Agreement) => cryptography.agreementId(agreement);

/** Somebody's signature of a statement for this market. */
export function signed({ signingKey }: Wallet, statement: Statement): string {
  return signingKey.sign(cryptography.digest(statement)).serialized;
}

/** Expects an action to succeed with exactly these events. */
export function expectEvents(
  answer: MarketAnswer,
  ...events: readonly (readonly [name: string, ...args: unknown[]])[]
): void {
  expect(answer).to.deep.equal({ events: events.map(([name, ...args]): EmittedEvent => ({ name, args })) });
}

/** Expects an action to revert with exactly this custom error. */
export function expectReverted(answer: MarketAnswer, name: string, ...args: readonly unknown[]): void {
  expect(answer).to.deep.equal({ reverted: { name, args } });
}
