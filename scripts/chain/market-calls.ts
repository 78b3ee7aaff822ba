import { dataLength, type Interface } from "ethers";

import { ImprovedMarket__factory } from "../../typechain-types/index.js";
import type { Agreement, Offer } from "../model/terms.js";
import { agreementWords, filledUp, offerWords, word } from "./words.js";

const ABI: Interface = ImprovedMarket__factory.createInterface();
const DECLARE = selectorOf("declare");
const ACCEPT = selectorOf("accept");
const SETTLE = selectorOf("settle");
const WORD_BYTES = 32n;
/** Agreement (16), energy, and where the signature begins. */
const SETTLE_HEAD_WORDS = 18n;

// What a market is called with by the thousand, on either kind; the general encoder takes many times as long.

/** The data of `declare(offer)`. */
export function declareData(offer: Offer): string {
  return DECLARE + offerWords(offer);
}

/** The data of `accept(offer, energyWh)`. */
export function acceptData(offer: Offer, energyWh: bigint): string {
  return ACCEPT + offerWords(offer) + word(energyWh);
}

/** The data of `settle(agreement, energyWh, signature)`. */
export function settleData(agreement: Agreement, energyWh: bigint, signature: string): string {
  const head = agreementWords(agreement) + word(energyWh) + word(SETTLE_HEAD_WORDS * WORD_BYTES);
  return SETTLE + head + word(BigInt(dataLength(signature))) + filledUp(signature);
}

function selectorOf(name: string): string {
  const fragment = ABI.getFunction(name);
  if (fragment === null) throw new Error(`no function ${name}`);
  return fragment.selector;
}
