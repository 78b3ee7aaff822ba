import { isoInstant } from "../../src/data/timestamp.js";
import type { Offer } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";
import { toJson } from "../../src/report/json.js";
import { toTextTable } from "../../src/report/table.js";
import { isQuiet } from "../loudness.js";

/** One line of a command's output: a value for programs, a text for people. */
export interface CommandFact {
  /** Its key in JSON: camel case, with its unit. */
  readonly name: string;
  readonly value: string | bigint | number | boolean | null;
  readonly label: string;
  readonly text: string;
}

export function fact(name: string, label: string, value: CommandFact["value"], text = String(value)): CommandFact {
  return { name, value, label, text };
}

export function energyFact(name: string, label: string, energyWh: bigint): CommandFact {
  return fact(name, label, energyWh, `${kWh(energyWh)} kWh`);
}

/** @param symbol - the token's */
export function moneyFact(name: string, label: string, baseUnits: bigint, symbol: string): CommandFact {
  return fact(name, label, baseUnits, `${tokens(baseUnits)} ${symbol}`);
}

export function priceFact(name: string, label: string, perMWh: bigint, symbol: string): CommandFact {
  return fact(name, label, perMWh, `${tokens(perMWh)} ${symbol}/MWh`);
}

export function timeFact(name: string, label: string, seconds: bigint): CommandFact {
  return fact(name, label, seconds, isoInstant(Number(seconds)));
}

/** Facts as one JSON object. */
export function documentOf(facts: readonly CommandFact[]): Readonly<Record<string, CommandFact["value"]>> {
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
}

/** Facts as a table of two columns under a headline. */
export function tableOf(headline: string, facts: readonly CommandFact[]): string {
  return toTextTable(
    [
      { name: "label", heading: headline, value: ({ label }) => label },
      { name: "text", heading: "", value: ({ text }) => text },
    ],
    facts,
  );
}

/** Prints one JSON document, or text for people unless they want none. */
export function print({ json }: { readonly json: boolean }, document: unknown, text: () => string): void {
  if (json) process.stdout.write(toJson(document));
  else if (!isQuiet()) process.stdout.write(text());
}

/** An offer's prices and times. @param symbol - the token's */
export function termsFacts(terms: Offer, symbol: string): CommandFact[] {
  return [
    priceFact("pricePerMWh", "price", terms.pricePerMWh, symbol),
    priceFact("excessPricePerMWh", "above 110 %", terms.excessPricePerMWh, symbol),
    priceFact("damagesPricePerMWh", "missing to 90 %", terms.damagesPricePerMWh, symbol),
    priceFact("marginPerMWh", "buyer's margin", terms.marginPerMWh, symbol),
    priceFact("feePerMWh", "seller's fee", terms.feePerMWh, symbol),
    timeFact("deliveryStart", "delivery from", terms.deliveryStart),
    timeFact("deliveryEnd", "delivery to", terms.deliveryEnd),
    timeFact("expiry", "expires", terms.expiry),
  ];
}
