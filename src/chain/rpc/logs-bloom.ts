import { keccakOf } from "../signing/keccak.js";
import type { ChainLog } from "./answers.js";

/** The bits that addresses and topics set, by their hex; the few that are asked for again and again. */
const masks = new Map<string, bigint>();
const MOST_MASKS = 10_000;

/**
 * The three bits of 2048 that an address or a topic sets in the Bloom filter of a block's logs (Yellow Paper, 4.3.1).
 *
 * @param item - hex in lower case, with 0x
 */
function bloomBits(item: string): bigint {
  const known = masks.get(item);
  if (known !== undefined) return known;
  const digest = keccakOf(item.slice(2)).slice(2);
  let bits = 0n;
  for (const start of [0, 4, 8]) bits |= 1n << BigInt(parseInt(digest.slice(start, start + 4), 16) % 2048);
  if (masks.size >= MOST_MASKS) masks.clear();
  masks.set(item, bits);
  return bits;
}

/** Whether a block with this filter may have a log with the item. False is certain. */
export function mayHave(bloom: bigint, item: string): boolean {
  const bits = bloomBits(item);
  return (bloom & bits) === bits;
}

/**
 * Whether logs are all of a block's, as far as its filter and the logs' indexes tell: they begin at 0 without a hole,
 * and set every bit of the filter.
 */
export function areWholeBlock(bloom: bigint, logs: readonly ChainLog[]): boolean {
  let bits = 0n;
  for (const { address, topics } of logs) {
    bits |= bloomBits(address);
    for (const topic of topics) bits |= bloomBits(topic);
  }
  return logs.every(({ logIndex }, index) => logIndex === index) && (bloom & ~bits) === 0n;
}
