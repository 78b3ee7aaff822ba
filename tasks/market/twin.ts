import type { Interface } from "ethers";

import { isoInstant } from "../../src/data/timestamp.js";
import type { MarketLog } from "../../src/market/follow/chain-step.js";
import { pendingCalls, recentMarketLogs } from "../../src/market/recent.js";
import type { Transaction } from "../../src/market/transaction.js";
import type { Offer } from "../../src/model/terms.js";
import type { Session } from "./session.js";

/** What a call does, its arguments by name. */
interface TwinCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** How an act that was done already is recognised, so that it is not done twice by mistake. */
export interface Likeness {
  /** Whether a call of the same account comes to the same. Without it, only the same bytes do. */
  readonly call?: (call: TwinCall) => boolean;
  /** The event, if any, that tells of the same act by the same account. @param logs - the market's newest */
  readonly event?: (logs: readonly MarketLog[]) => MarketLog | undefined;
}

/** How long an act may be mistaken for one that is only now under way, s by the chain's time. */
const TWIN_SECONDS = 600n;

/** Says that an account is just doing, or has just done, what it is about to do; undefined when it is not. */
export async function twinOf(
  { reader }: Session,
  abi: Interface,
  transaction: Transaction,
  { call = () => false, event }: Likeness,
): Promise<string | undefined> {
  const isTwin = (data: string) => data === transaction.data || comesToTheSame(abi, data, call);
  const [calls, logs] = await Promise.all([
    pendingCalls(reader, transaction),
    event === undefined ? [] : recentMarketLogs(reader, TWIN_SECONDS),
  ]);
  const pending = calls.find(({ data, receipt }) => receipt?.succeeded !== false && isTwin(data));
  if (pending !== undefined) {
    const state =
      pending.receipt === undefined ? "is not mined yet" : `was mined in block ${pending.receipt.blockNumber}`;
    return `transaction ${pending.hash} of this account does the same and ${state}`;
  }
  const log = event?.(logs);
  if (log === undefined) return undefined;
  const { number, timestamp } = log.block;
  return `this account did the same at ${isoInstant(Number(timestamp))} (block ${number}, transaction ${log.transactionHash})`;
}

function comesToTheSame(abi: Interface, data: string, call: (call: TwinCall) => boolean): boolean {
  const parsed = abi.parseTransaction({ data });
  if (parsed === null) return false;
  return call({ name: parsed.name, args: parsed.args.toObject(true) });
}

/** Whether two offers differ in their numbers at most. */
export function isEqualOffer(one: Offer, other: Offer): boolean {
  const names = Object.keys(one) as (keyof Offer)[];
  return names.every((name) => name === "number" || String(one[name]) === String(other[name]));
}
