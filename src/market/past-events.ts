import { toQuantity } from "ethers";

import type { BlockRef, MarketLog } from "./follow/chain-step.js";
import { marketLogOf, requireInOrder } from "./follow/market-logs.js";
import { asLogs, type ChainLog } from "../chain/rpc/answers.js";
import { NodeUnavailable } from "../chain/rpc/node-client.js";
import type { MarketReader } from "./market-reader.js";

/** Blocks asked for at once; nodes limit it. */
const RANGE = 10_000n;
/** Headers asked for at once. */
const HEADERS = 50;

/**
 * All events of a market in a range of blocks, in the chain's order. When the node refuses a range, as too large or too
 * rich, its halves are asked for. To follow a living chain, use a follower.
 *
 * @param from - first block; the market's own by default
 * @param to - last block; the chain's last by default
 * @throws NodeUnavailable when the answers are nonsense, or a block changed meanwhile
 */
export async function readMarketLogs(
  reader: MarketReader,
  range: { readonly from?: bigint; readonly to?: bigint } = {},
): Promise<MarketLog[]> {
  const { from = BigInt(reader.record.block), to = (await reader.block()).number } = range;
  const logs: ChainLog[] = [];
  for (let start = from; start <= to; start += RANGE) {
    const end = start + RANGE - 1n;
    logs.push(...(await logsIn(reader, start, end < to ? end : to)));
  }
  requireInOrder(logs, { market: reader.record.market.toLowerCase(), first: from, last: to });
  const blocks = await headersOf(reader, new Set(logs.map(({ blockNumber }) => blockNumber)));
  return logs.map((log) => {
    const block = blocks.get(log.blockNumber) as BlockRef;
    if (block.hash !== log.blockHash) throw new NodeUnavailable(`block ${block.number} changed while it was read`);
    return marketLogOf(reader.abi, log, block);
  });
}

async function logsIn(reader: MarketReader, from: bigint, to: bigint): Promise<ChainLog[]> {
  const filter = { address: reader.record.market, fromBlock: toQuantity(from), toBlock: toQuantity(to) };
  try {
    return asLogs(await reader.provider.request({ method: "eth_getLogs", params: [filter] }));
  } catch (error) {
    if (from === to || error instanceof NodeUnavailable) throw error;
    const middle = (from + to) / 2n;
    return [...(await logsIn(reader, from, middle)), ...(await logsIn(reader, middle + 1n, to))];
  }
}

async function headersOf(reader: MarketReader, numbers: ReadonlySet<bigint>): Promise<Map<bigint, BlockRef>> {
  const headers = new Map<bigint, BlockRef>();
  const wanted = [...numbers];
  for (let start = 0; start < wanted.length; start += HEADERS) {
    const some = wanted.slice(start, start + HEADERS);
    for (const block of await Promise.all(some.map((number) => reader.block(number)))) headers.set(block.number, block);
  }
  return headers;
}
