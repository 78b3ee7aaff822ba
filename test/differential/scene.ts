import type { Wallet } from "ethers";

import type { MarketKind } from "../../src/market/market-kind.js";
import { seededWallet } from "../support/keys.js";
import type { MarketState } from "../../src/model/market/state.js";
import type { Agreement, Offer } from "../../src/model/terms.js";
import type { EthersCryptography } from "../support/cryptography.js";
import type { Shelves } from "./shelves.js";

/** Where an agreement stands: late ones await verification past their deadline, delivered ones are signed. */
export type AgreementShelf = "awaiting" | "late" | "signed" | "delivered" | "indebted" | "ended";
/** Open offers can be accepted; old ones are filled, cancelled or expired. */
export type OfferShelf = "open" | "old";

/** Everything that a proposal can be made from. */
export interface DrawnScene {
  readonly kind: MarketKind;
  /** The reference's state. */
  readonly state: MarketState;
  readonly people: Players;
  readonly cryptography: EthersCryptography;
  /** Of a market at another address. */
  readonly elsewhere: EthersCryptography;
  readonly offers: Shelves<OfferShelf, Offer>;
  readonly agreements: Shelves<AgreementShelf, Agreement>;
  now: bigint;
}

/** Everybody, by their keys. */
export interface Players {
  readonly operators: readonly [Wallet, Wallet];
  readonly users: readonly Wallet[];
  /** They never register. */
  readonly strangers: readonly Wallet[];
  readonly meters: readonly Wallet[];
  /** Who can become an authority; the first {@link SEATED} are from the beginning. */
  readonly authorities: readonly Wallet[];
  keyOf(address: string): Wallet;
}

export const SEATED = 4;

/** The same people for the same seed. */
export function playersOf(seed: number): Players {
  const named = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => seededWallet(seed, `${name} ${String(i)}`));
  const operators = [seededWallet(seed, "operator"), seededWallet(seed, "deputy")] as const;
  const [users, strangers, meters, authorities] = [
    named("user", 12),
    named("stranger", 3),
    named("meter", 16),
    named("authority", 7),
  ];
  const all = [...operators, ...users, ...strangers, ...meters, ...authorities];
  const keys = new Map(all.map((wallet) => [wallet.address, wallet]));
  return { operators, users, strangers, meters, authorities, keyOf: (address) => keys.get(address)! };
}
