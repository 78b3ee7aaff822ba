import type { Interface } from "ethers";

import { ImprovedMarket__factory } from "../../typechain-types/index.js";
import { agreementWords, bytesWords, offerWords, tailed, word } from "../chain/abi/words.js";
import type { Acceptance, Settlement } from "../model/market/batches.js";
import type { Agreement, Offer } from "../model/terms.js";

const ABI: Interface = ImprovedMarket__factory.createInterface();
const DECLARE = selectorOf("declare");
const ACCEPT = selectorOf("accept");
const ACCEPT_SIGNED = selectorOf("acceptSigned");
const ACCEPT_MANY = selectorOf("acceptMany");
const SETTLE = selectorOf("settle");
const SETTLE_MANY = selectorOf("settleMany");
const VERIFY = selectorOf("verify");
const REFUSE = selectorOf("refuse");
const AGREEMENT_WORDS = 16;
const WORD_BYTES = 32n;
/** Offer (12), where the signature begins, and energy. */
const ACCEPT_SIGNED_HEAD_WORDS = 14n;
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

/** The data of `acceptSigned(offer, signature, energyWh)`. */
export function acceptSignedData(offer: Offer, signature: string, energyWh: bigint): string {
  const head = offerWords(offer) + word(ACCEPT_SIGNED_HEAD_WORDS * WORD_BYTES) + word(energyWh);
  return ACCEPT_SIGNED + head + bytesWords(signature);
}

/** The data of `acceptMany(acceptances)`. */
export function acceptManyData(acceptances: readonly Acceptance[]): string {
  const items = acceptances.map(({ offer, energyWh }) => offerWords(offer) + word(energyWh));
  return ACCEPT_MANY + word(WORD_BYTES) + word(BigInt(items.length)) + items.join("");
}

/** The data of `settle(agreement, energyWh, signature)`. */
export function settleData(agreement: Agreement, energyWh: bigint, signature: string): string {
  return SETTLE + settlementWords({ agreement, energyWh, meterSignature: signature });
}

/** The data of `settleMany(settlements)`. */
export function settleManyData(settlements: readonly Settlement[]): string {
  const items = settlements.map(settlementWords);
  return SETTLE_MANY + word(WORD_BYTES) + word(BigInt(items.length)) + tailed(items);
}

function settlementWords({ agreement, energyWh, meterSignature }: Settlement): string {
  const head = agreementWords(agreement) + word(energyWh) + word(SETTLE_HEAD_WORDS * WORD_BYTES);
  return head + bytesWords(meterSignature);
}

function selectorOf(name: string): string {
  const fragment = ABI.getFunction(name);
  if (fragment === null) throw new Error(`no function ${name}`);
  return fragment.selector;
}

// What authorities call the improved market with, by the thousand; the general encoder takes many times as long.

/** The data of `verify(agreement, declarerSignature, accepterSignature, approvals)`. */
export function verifyData(
  agreement: Agreement,
  declarerSignature: string,
  accepterSignature: string,
  approvals: readonly string[],
): string {
  const tails = [bytesWords(declarerSignature), bytesWords(accepterSignature), listWords(approvals)];
  return VERIFY + agreementWords(agreement) + tailed(tails, AGREEMENT_WORDS);
}

/** The data of `refuse(agreement, reason, refusals)`. */
export function refuseData(agreement: Agreement, reason: bigint, refusals: readonly string[]): string {
  const head = agreementWords(agreement) + word(reason);
  return REFUSE + head + tailed([listWords(refusals)], AGREEMENT_WORDS + 1);
}

function listWords(signatures: readonly string[]): string {
  return word(BigInt(signatures.length)) + tailed(signatures.map(bytesWords));
}
