/** What the declarer does: buy or sell; the numbers are the contract's. */
export const Side = { Buy: 0n, Sell: 1n } as const;
export type Side = (typeof Side)[keyof typeof Side];

/**
 * Terms of an offer, as `Offer` in `contracts/IElectricityMarket.sol`. Energy in Wh, prices in base units per MWh,
 * times in s.
 */
export interface Offer {
  readonly declarer: string;
  readonly side: Side;
  readonly energyWh: bigint;
  readonly pricePerMWh: bigint;
  readonly excessPricePerMWh: bigint;
  readonly damagesPricePerMWh: bigint;
  readonly marginPerMWh: bigint;
  readonly feePerMWh: bigint;
  readonly deliveryStart: bigint;
  readonly deliveryEnd: bigint;
  readonly expiry: bigint;
  readonly number: bigint;
}

/** The contract of two users, as `Agreement` in `contracts/IElectricityMarket.sol`. Energy in Wh. */
export interface Agreement {
  readonly offer: Offer;
  readonly accepter: string;
  readonly energyWh: bigint;
  readonly fillIndex: bigint;
  readonly meter: string;
}

/** Who buys and who sells under an agreement. */
export function partiesOf(agreement: { readonly offer: Offer; readonly accepter: string }): {
  buyer: string;
  seller: string;
} {
  const { offer, accepter } = agreement;
  return offer.side === Side.Buy
    ? { buyer: offer.declarer, seller: accepter }
    : { buyer: accepter, seller: offer.declarer };
}

/** Status of an offer; the numbers are the contract's. */
export const OfferStatus = { None: 0n, Open: 1n, Cancelled: 2n } as const;

/** Status of an agreement; the numbers are the contract's. */
export const AgreementStatus = {
  None: 0n,
  AwaitingVerification: 1n,
  Signed: 2n,
  Settled: 3n,
  Void: 4n,
  Terminated: 5n,
} as const;

/** Why an agreement is void or terminated; the numbers are the contract's. */
export const Reason = {
  None: 0n,
  MarginMissing: 1n,
  FeeMissing: 2n,
  DebtUnpaid: 3n,
  KeyRefused: 4n,
  CommitteeRefused: 5n,
  DeadlinePassed: 6n,
  PartyDeclined: 7n,
} as const;

/** How an agreement was settled; the numbers are the contract's. */
export const Outcome = { InBand: 0n, Excess: 1n, Shortfall: 2n, Unmetered: 3n } as const;

/** The name of a number in one of the tables above. @throws RangeError for a number without a name */
export function nameOf(table: Readonly<Record<string, bigint>>, value: bigint): string {
  const name = Object.keys(table).find((key) => table[key] === value);
  if (name === undefined) throw new RangeError(`no name for ${value.toString()}`);
  return name;
}
