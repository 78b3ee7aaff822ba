import { asLogs, type BlockHead, type ChainLog, quantity } from "../chain/rpc/answers.js";
import type { MarketLog } from "./follow/chain-step.js";
import { BlockRanges, byPlace, marketLogsOf, requireInOrder } from "./follow/market-logs.js";
import { WholeBlocks } from "./follow/whole-block.js";
import type { MarketReader } from "./market-reader.js";

/** Blocks in one request; nodes limit it. */
const LARGEST_RANGE = 10_000n;
/** Headers requested at once. */
const HEADERS = 50;
/** Of so many newest blocks, a node may have the headers and not the logs. */
const NEWEST = 16n;

/**
 * Reads all events of a market in a range of blocks, in the chain's order. To follow a growing chain, use
 * `followMarket`. The logs of the range's first block and of its newest are compared with their headers.
 *
 * @param from - first block; the market's first by default
 * @param to - last block; the chain's last by default
 * @throws NodeUnavailable when an answer is malformed, a block changed while it was read, the node refuses logs, or
 * does
 *   not tell them yet
 */
export async function readMarketLogs(
  reader: MarketReader,
  { from, to }: { readonly from?: bigint; readonly to?: bigint } = {},
): Promise<MarketLog[]> {
  const first = from ?? BigInt(reader.record.block);
  const deepest = to ?? (await reader.block()).number;
  const market = reader.record.market.toLowerCase();
  const ranges = new BlockRanges(LARGEST_RANGE);
  const told: ChainLog[] = [];
  for (let start = first; start <= deepest;) {
    const range = await ranges.next(start, deepest, async (a, b) => ({ end: b, logs: await logsIn(reader, a, b) }));
    for (const log of range.logs) told.push(log);
    start = range.end + 1n;
  }
  requireInOrder(told, { market, first, last: deepest });
  const checked = new Set(first <= deepest ? [first] : []);
  for (let number = deepest; number > first && number > deepest - NEWEST; number--) checked.add(number);
  const headers = await headersOf(reader, [...new Set([...checked, ...told.map(({ blockNumber }) => blockNumber)])]);
  const ends = headers.filter(({ number }) => checked.has(number));
  return marketLogsOf(
    reader.abi,
    await wholeLogs(new WholeBlocks(reader.provider, market, reader.abi), ends, told),
    headers,
  );
}

/** What a node told, with what it left out of some blocks. */
async function wholeLogs(
  whole: WholeBlocks,
  blocks: readonly BlockHead[],
  told: readonly ChainLog[],
): Promise<readonly ChainLog[]> {
  const toldOf = Map.groupBy(told, ({ blockHash }) => blockHash);
  let found = 0;
  for (const block of blocks) {
    const before = toldOf.get(block.hash) ?? [];
    const logs = await whole.logsOf(block, before);
    found += logs.length - before.length;
    toldOf.set(block.hash, [...logs]);
  }
  return found === 0 ? told : [...toldOf.values()].flat().sort(byPlace);
}

async function logsIn(reader: MarketReader, from: bigint, to: bigint): Promise<ChainLog[]> {
  const filter = { address: reader.record.market, fromBlock: quantity(from), toBlock: quantity(to) };
  return asLogs(await reader.provider.request({ method: "eth_getLogs", params: [filter] }));
}

async function headersOf(reader: MarketReader, numbers: readonly bigint[]): Promise<BlockHead[]> {
  const headers: BlockHead[] = [];
  for (let start = 0; start < numbers.length; start += HEADERS) {
    const some = numbers.slice(start, start + HEADERS);
    for (const header of await Promise.all(some.map((number) => reader.header(number)))) headers.push(header);
  }
  return headers;
}
