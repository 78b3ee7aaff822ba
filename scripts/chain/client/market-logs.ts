import { toQuantity } from "ethers";

import type { BlockRef, MarketLog } from "../follow/chain-step.js";
import { eventsIn } from "../market-events.js";
import type { MarketReader } from "./market-reader.js";

/** Blocks asked for at once; nodes limit it. */
const RANGE = 10_000n;
/** Headers asked for at once. */
const HEADERS = 50;

/**
 * All events of a market in a range of blocks, in the chain's order. When the node refuses a range, as too large or too
 * rich, its halves are asked for. The blocks must not change meanwhile; to follow a living chain, use a follower.
 *
 * @param from - first block; the market's own by default
 * @param to - last block; the chain's last by default
 */
export async function readMarketLogs(
  reader: MarketReader,
  range: { readonly from?: bigint; readonly to?: bigint } = {},
): Promise<MarketLog[]> {
  const { from = BigInt(reader.record.block), to = (await reader.block()).number } = range;
  const raw: RawLog[] = [];
  for (let start = from; start <= to; start += RANGE) {
    const end = start + RANGE - 1n;
    raw.push(...(await rawLogs(reader, start, end < to ? end : to)));
  }
  const blocks = await headersOf(reader, new Set(raw.map(({ blockNumber }) => blockNumber)));
  return raw.flatMap((log) => {
    const [event] = eventsIn(reader.abi, reader.record.market, { logs: [log] });
    if (event === undefined) return [];
    const block = blocks.get(log.blockNumber) as BlockRef;
    if (block.hash !== log.blockHash) throw new Error(`block ${block.number} changed while it was read`);
    return [{ block, transactionHash: log.transactionHash, logIndex: Number(log.logIndex), event }];
  });
}

async function rawLogs(reader: MarketReader, from: bigint, to: bigint): Promise<RawLog[]> {
  const filter = { address: reader.record.market, fromBlock: toQuantity(from), toBlock: toQuantity(to) };
  try {
    return (await reader.provider.request({ method: "eth_getLogs", params: [filter] })) as RawLog[];
  } catch (error) {
    if (from === to) throw error;
    const middle = (from + to) / 2n;
    return [...(await rawLogs(reader, from, middle)), ...(await rawLogs(reader, middle + 1n, to))];
  }
}

async function headersOf(reader: MarketReader, numbers: ReadonlySet<string>): Promise<Map<string, BlockRef>> {
  const headers = new Map<string, BlockRef>();
  const wanted = [...numbers];
  for (let start = 0; start < wanted.length; start += HEADERS) {
    const some = wanted.slice(start, start + HEADERS);
    const blocks = await Promise.all(some.map((number) => reader.block(BigInt(number))));
    for (const [i, number] of some.entries()) headers.set(number, blocks[i] as BlockRef);
  }
  return headers;
}

interface RawLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: string;
}
