import { type DuePart, dueDown, dueParts, type SettlementPrices } from "../../src/model/settlement.js";
import { kWhOfTenths, perKWh, tokens } from "../../src/report/amounts.js";
import { fact, type CommandFact } from "./facts.js";

/** Shares of the energy agreed, %, for which the payment is shown: the band's ends, and beyond them. */
const SHARES = [80n, 90n, 100n, 110n, 120n];

/**
 * What the buyer will pay when it uses so much of the energy agreed, each with its working. @param symbol - the token's
 */
export function paymentFacts(agreedWh: bigint, prices: SettlementPrices, symbol: string): CommandFact[] {
  return SHARES.map((percent) => {
    const usedWh = (agreedWh * percent) / 100n;
    return dueFact(`paymentAt${percent}`, `buyer pays at ${percent} %`, { agreedWh, usedWh, prices, symbol });
  });
}

interface Use {
  readonly agreedWh: bigint;
  readonly usedWh: bigint;
  readonly prices: SettlementPrices;
  readonly symbol: string;
}

/** What is due for the energy used, with its working, as in `2.584 WEUR = 22 x 0.085 + 8 x 0.08925`. */
export function dueFact(name: string, label: string, { agreedWh, usedWh, prices, symbol }: Use): CommandFact {
  const { amount } = dueDown(agreedWh, usedWh, prices);
  return fact(name, label, amount, `${tokens(amount)} ${symbol} = ${workingOf({ agreedWh, usedWh, prices })}`);
}

/** How a settlement's amount is made up: kWh times the price per kWh. */
export function workingOf({ agreedWh, usedWh, prices }: Omit<Use, "symbol">): string {
  const { inBand, beyond } = dueParts(agreedWh, usedWh, prices);
  const parts = beyond === undefined ? [inBand] : [inBand, beyond];
  const exact = parts.reduce((sum, { tenthsWh, perMWh }) => sum + tenthsWh * perMWh, 0n);
  const rounded = exact % BASE_UNIT === 0n ? "" : ", rounded down";
  return parts.map(product).join(" + ") + rounded;
}

/** One base unit as tenths of a Wh times base units per MWh. */
const BASE_UNIT = 10_000_000n;

function product({ tenthsWh, perMWh }: DuePart): string {
  return `${kWhOfTenths(tenthsWh)} x ${perKWh(perMWh)}`;
}
