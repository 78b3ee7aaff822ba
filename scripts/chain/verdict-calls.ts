import { ImprovedMarket__factory } from "../../typechain-types/index.js";
import type { Agreement } from "../model/terms.js";
import { agreementWords, bytesWords, tailed, word } from "./words.js";

const ABI = ImprovedMarket__factory.createInterface();
const VERIFY = ABI.getFunction("verify").selector;
const REFUSE = ABI.getFunction("refuse").selector;
const AGREEMENT_WORDS = 16;

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
