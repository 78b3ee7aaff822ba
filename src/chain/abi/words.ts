import type { Agreement, Offer } from "../../model/terms.js";

/** An offer's fields in the order of `Offer` in `contracts/IElectricityMarket.sol`. */
export const OFFER_FIELDS = [
  "declarer",
  "side",
  "energyWh",
  "pricePerMWh",
  "excessPricePerMWh",
  "damagesPricePerMWh",
  "marginPerMWh",
  "feePerMWh",
  "deliveryStart",
  "deliveryEnd",
  "expiry",
  "number",
] as const satisfies readonly (keyof Offer)[];

const WORD_BYTES = 32;

/**
 * A value as a word of 32 bytes, in hex without prefix: one static value of the ABI.
 *
 * @param value - a whole number of at least 0, or hex with its prefix: an address, an id
 * @example word(255n) // "00...00ff"
 */
export function word(value: bigint | string): string {
  const digits = typeof value === "string" ? value.slice(2).toLowerCase() : value.toString(16);
  return digits.padStart(64, "0");
}

/** Bytes in hex without prefix, filled up with zeros to whole words. @param bytes - hex with its prefix */
export function filledUp(bytes: string): string {
  const digits = bytes.slice(2);
  return digits.padEnd(Math.ceil(digits.length / 64) * 64, "0");
}

/** Bytes after their length. @param bytes - hex with its prefix */
export function bytesWords(bytes: string): string {
  return word(BigInt(bytes.length / 2 - 1)) + filledUp(bytes);
}

/** Values of any length, each where the words before them say, counted in bytes from where those begin. */
export function tailed(tails: readonly string[], wordsBefore = 0): string {
  let begin = BigInt((wordsBefore + tails.length) * WORD_BYTES);
  const begins = tails.map((tail) => {
    const here = word(begin);
    begin += BigInt(tail.length / 2);
    return here;
  });
  return begins.join("") + tails.join("");
}

const known = new WeakMap<Offer, string>();

/** An offer's words: the same offer goes into its hash and into every call that is about it. */
export function offerWords(offer: Offer): string {
  const words = known.get(offer) ?? OFFER_FIELDS.map((field) => word(offer[field])).join("");
  known.set(offer, words);
  return words;
}

/** An agreement's words, those of its offer first. */
export function agreementWords({ offer, accepter, energyWh, fillIndex, meter }: Agreement): string {
  return offerWords(offer) + [accepter, energyWh, fillIndex, meter].map(word).join("");
}
