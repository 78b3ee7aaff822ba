import { Outcome, type Offer } from "./terms.js";

/** Prices of a settlement, base units per MWh. */
export type SettlementPrices = Pick<Offer, "pricePerMWh" | "excessPricePerMWh" | "damagesPricePerMWh">;

/**
 * What a settlement clause gives: the amount in base units, and how the energy used compares with the energy agreed.
 */
interface Due {
  readonly amount: bigint;
  readonly outcome: bigint;
}

/**
 * What a buyer owes for the energy used, A, of the energy agreed, Q, by the paper's clauses, as
 * `SettlementClause.dueDown` on chain. Above 110 % of Q: 110 % of Q at the price, the rest at the excess price. In the
 * band: A at the price. Below 90 % of Q: A at the price, and what is missing to 90 % at the damages price
 * (**Reading**: measured from the 90 % floor, so that the amount is continuous at both ends of the band).
 * The exact fraction rounded down, once: the buyer gains less than one base unit.
 *
 * @param agreedWh - Q, Wh, at least 0
 * @param usedWh - A, Wh, at least 0
 * @throws RangeError for a negative energy or price
 * @example dueDown(1_000_000n, 800_000n, prices) // 0.8 MWh at the price and 0.1 MWh at the damages price, Shortfall
 */
export function dueDown(agreedWh: bigint, usedWh: bigint, prices: SettlementPrices): Due {
  const parts = dueParts(agreedWh, usedWh, prices);
  const worth = parts.inBand.tenthsWh * parts.inBand.perMWh;
  const beyond = parts.beyond === undefined ? 0n : parts.beyond.tenthsWh * parts.beyond.perMWh;
  return { amount: (worth + beyond) / (10n * WH_PER_MWH), outcome: parts.outcome };
}

/** Energy at a price, of a settlement. */
export interface DuePart {
  /** In tenths of a Wh, in which 90 % and 110 % of a whole number of Wh are whole numbers. */
  readonly tenthsWh: bigint;
  /** Base units per MWh. */
  readonly perMWh: bigint;
}

/** What {@link dueDown} adds up. */
interface DueParts {
  readonly outcome: bigint;
  /** The energy used, to 110 % of the energy agreed, at the price. */
  readonly inBand: DuePart;
  /** Outside the band: the excess above 110 % at the excess price, or what is missing to 90 % at the damages price. */
  readonly beyond?: DuePart;
}

/**
 * The parts of a settlement's amount, exact.
 *
 * @param agreedWh - Q, Wh, at least 0
 * @param usedWh - A, Wh, at least 0
 * @throws RangeError for a negative energy or price
 * @example dueParts(20_000n, 30_000n, prices) // 22 kWh at the price, 8 kWh at the excess price
 */
export function dueParts(agreedWh: bigint, usedWh: bigint, prices: SettlementPrices): DueParts {
  const { pricePerMWh, excessPricePerMWh, damagesPricePerMWh } = prices;
  requireNotNegative({ agreedWh, usedWh, pricePerMWh, excessPricePerMWh, damagesPricePerMWh });
  const used = 10n * usedWh;
  const floor = 9n * agreedWh;
  const ceiling = 11n * agreedWh;
  if (used > ceiling) {
    const excess = { tenthsWh: used - ceiling, perMWh: excessPricePerMWh };
    return { outcome: Outcome.Excess, inBand: { tenthsWh: ceiling, perMWh: pricePerMWh }, beyond: excess };
  }
  const inBand = { tenthsWh: used, perMWh: pricePerMWh };
  if (used >= floor) return { outcome: Outcome.InBand, inBand };
  return { outcome: Outcome.Shortfall, inBand, beyond: { tenthsWh: floor - used, perMWh: damagesPricePerMWh } };
}

/**
 * Cost of energy at a price, base units, rounded down: the payer gains. As `SettlementClause.costDown` on chain.
 *
 * @param energyWh - Wh, at least 0
 * @param perMWh - base units per MWh, at least 0
 * @throws RangeError for a negative energy or price
 * @example costDown(1_500n, 80_000_001n) // 120_000n
 */
export function costDown(energyWh: bigint, perMWh: bigint): bigint {
  requireNotNegative({ energyWh, perMWh });
  return (energyWh * perMWh) / WH_PER_MWH;
}

function requireNotNegative(values: Readonly<Record<string, bigint>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value < 0n) throw new RangeError(`${name} must not be negative: ${String(value)}`);
  }
}

const WH_PER_MWH = 1_000_000n;
