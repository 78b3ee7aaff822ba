import { asLogs, type ChainLog, quantity } from "../chain/rpc/answers.js";
import type { BlockRef, MarketLog } from "./follow/chain-step.js";
import { BlockRanges, marketLogsOf, requireInOrder } from "./follow/market-logs.js";
import type { MarketReader } from "./market-reader.js";

/** Blocks in one request; nodes limit it. */
const LARGEST_RANGE = 10_000n;
/** Headers requested at once. */
const HEADERS = 50;

/**
 * Reads all events of a market in a range of blocks, in the chain's order. To follow a growing chain, use
 * `followMarket`.
 *
 * @param from - first block; the market's first by default
 * @param to - last block; the chain's last by default
 * @throws NodeUnavailable when an answer is malformed, or a block changed while it was read
 */
export async function readMarketLogs(
  reader: MarketReader,
  { from, to }: { readonly from?: bigint; readonly to?: bigint } = {},
): Promise<MarketLog[]> {
  const first = from ?? BigInt(reader.record.block);
  const deepest = to ?? (await reader.block()).number;
  const ranges = new BlockRanges(LARGEST_RANGE);
  const logs: ChainLog[] = [];
  for (let start = first; start <= deepest;) {
    const range = await ranges.next(start, deepest, async (a, b) => ({ end: b, logs: await logsIn(reader, a, b) }));
    for (const log of range.logs) logs.push(log);
    start = range.end + 1n;
  }
  requireInOrder(logs, { market: reader.record.market.toLowerCase(), first, last: deepest });
  const numbers = new Set(logs.map(({ blockNumber }) => blockNumber));
  return marketLogsOf(reader.abi, logs, await headersOf(reader, [...numbers]));
}

async function logsIn(reader: MarketReader, from: bigint, to: bigint): Promise<ChainLog[]> {
  const filter = { address: reader.record.market, fromBlock: quantity(from), toBlock: quantity(to) };
  return asLogs(await reader.provider.request({ method: "eth_getLogs", params: [filter] }));
}

async function headersOf(reader: MarketReader, numbers: readonly bigint[]): Promise<BlockRef[]> {
  const headers: BlockRef[] = [];
  for (let start = 0; start < numbers.length; start += HEADERS) {
    const some = numbers.slice(start, start + HEADERS);
    for (const header of await Promise.all(some.map((number) => reader.block(number)))) headers.push(header);
  }
  return headers;
}
