import { asHash, asList, asObject, asReceipt, type Receipt } from "../chain/rpc/answers.js";
import type { BlockRef, MarketLog } from "./follow/chain-step.js";
import type { MarketReader } from "./market-reader.js";
import { readMarketLogs } from "./past-events.js";
import type { Transaction } from "./transaction.js";

/** A transaction that its node knows; not mined without a receipt. */
interface KnownTransaction {
  readonly hash: string;
  readonly data: string;
  readonly receipt: Receipt | undefined;
}

/**
 * The market's events of the last `seconds` by the chain's time, in the chain's order. Costs a few blocks' headers more
 * than these events, however long the chain is.
 */
export async function recentMarketLogs(reader: MarketReader, seconds: bigint): Promise<MarketLog[]> {
  const head = await reader.block();
  const since = head.timestamp - seconds;
  const logs = await readMarketLogs(reader, { from: await numberBefore(reader, head, since), to: head.number });
  return logs.filter(({ block }) => block.timestamp >= since);
}

/** A block at or before a time, or the market's first: each step back is twice as long as the one before. */
async function numberBefore(reader: MarketReader, head: BlockRef, time: bigint): Promise<bigint> {
  const first = BigInt(reader.record.block);
  for (let back = 1n; ; back *= 2n) {
    const number = head.number - back;
    if (number <= first) return first;
    if ((await reader.block(number)).timestamp <= time) return number;
  }
}

/** The calls of a contract by an account that a node will put into the next block, or has just mined. */
export async function pendingCalls(
  { provider }: MarketReader,
  { from, to }: Pick<Transaction, "from" | "to">,
): Promise<KnownTransaction[]> {
  // Not every node has a pending block; without one, it has nothing to tell.
  const answer = await provider
    .request({ method: "eth_getBlockByNumber", params: ["pending", true] })
    .catch(() => null);
  const { transactions } = answer === null ? {} : asObject(answer, "the pending block");
  const calls = asList(transactions ?? [], "the pending block's transactions")
    .map((each) => (typeof each === "object" && each !== null ? (each as Record<string, unknown>) : {}))
    .filter((each) => isSame(each.from, from) && isSame(each.to, to) && typeof each.input === "string");
  return Promise.all(
    calls.map(async (each) => {
      const hash = asHash(each.hash, "a pending transaction's hash");
      const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [hash] });
      return { hash, data: each.input as string, receipt: asReceipt(receipt ?? null) };
    }),
  );
}

function isSame(told: unknown, address: string): boolean {
  return typeof told === "string" && told.toLowerCase() === address.toLowerCase();
}
