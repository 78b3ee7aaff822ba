import { costDown } from "../../src/model/settlement.js";
import { type Offer, Side } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";

/** A trade as one of its parties is about to agree to it. */
interface Commitment {
  /** What the account does: buy or sell. */
  readonly side: bigint;
  readonly terms: Offer;
  readonly energyWh: bigint;
  /** The account's free balance, base units. */
  readonly free: bigint;
  /** The token's. */
  readonly symbol: string;
}

/** An act that costs more than this part of the balance is asked about. */
const PART = 10n;
/** An excess price above so many times the price is asked about. */
const DEAR = 2n;

/** What is unusual about buying: much of the balance, or a dear excess. Sentences without a full stop. */
export function buyingDoubts({ terms, energyWh, free, symbol }: Commitment): string[] {
  const { pricePerMWh, excessPricePerMWh } = terms;
  const due = costDown(energyWh, pricePerMWh);
  const much = `this buys ${kWh(energyWh)} kWh for ${tokens(due)} ${symbol}, ${shareText(due, free)}`;
  const dear = `above 110 % of the energy, a MWh costs ${tokens(excessPricePerMWh)} instead of ${tokens(pricePerMWh)}`;
  return [
    ...(due * PART > free ? [much] : []),
    ...(excessPricePerMWh > DEAR * pricePerMWh && excessPricePerMWh > 0n ? [dear] : []),
  ];
}

/** What is unusual about selling: a price that does not pay, or a fee that is much of the balance. */
export function sellingDoubts({ terms, energyWh, free, symbol }: Commitment): string[] {
  const fee = costDown(energyWh, terms.feePerMWh);
  const much = `the fee is ${tokens(fee)} ${symbol}, ${shareText(fee, free)}`;
  return [...priceDoubts(terms, energyWh, symbol), ...(fee * PART > free ? [much] : [])];
}

/** What is unusual about a new offer. */
export function offerDoubts(commitment: Commitment): string[] {
  const { side, terms, energyWh, symbol } = commitment;
  if (side === Side.Sell) return sellingDoubts(commitment);
  return [...priceDoubts(terms, energyWh, symbol), ...buyingDoubts(commitment)];
}

/** A price of zero, or so low that it is less than the fee, was probably meant for another unit. */
function priceDoubts({ pricePerMWh, feePerMWh }: Offer, energyWh: bigint, symbol: string): string[] {
  if (pricePerMWh === 0n) return ["the price is 0: the energy is given away"];
  const [total, fee] = [costDown(energyWh, pricePerMWh), costDown(energyWh, feePerMWh)];
  if (pricePerMWh >= feePerMWh) return [];
  return [`${kWh(energyWh)} kWh cost ${tokens(total)} ${symbol} in all, less than the seller's fee of ${tokens(fee)}`];
}

function shareText(cost: bigint, free: bigint): string {
  if (cost > free) return `more than the balance of ${tokens(free)}`;
  return `${(cost * 100n) / free} % of the balance of ${tokens(free)}`;
}
