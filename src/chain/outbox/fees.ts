import { asBlock, asList, asObject, asQuantity } from "../rpc/answers.js";
import type { Provider } from "../rpc/node-client.js";
import { isNodeError } from "../rpc/node-error.js";

/** What a transaction offers for its gas (EIP-1559), wei. */
export interface Fees {
  /** The most for a unit of gas, base fee included. */
  readonly max: bigint;
  /** The part of it that goes to the block's proposer, at most. */
  readonly tip: bigint;
}

/**
 * Reads what a transaction should offer now: the tip that the node suggests, and room for the next base fee to double.
 * Where the node lacks a method, another takes its place: for the base fee the last block's, for the tip what the last
 * block's transactions paid, and for both the node's gas price.
 *
 * @throws NodeUnavailable when the node's answers are malformed; the node's error when it knows none of these methods
 */
export async function currentFees(provider: Provider): Promise<Fees> {
  const [history, suggested] = await Promise.all([
    unlessLacking(provider, "eth_feeHistory", ["0x1", "latest", [50]]),
    unlessLacking(provider, "eth_maxPriorityFeePerGas", []),
  ]);
  const base = nextBaseFee(history) ?? (await lastBaseFee(provider));
  if (base === undefined) {
    const price = await gasPrice(provider);
    return { max: 2n * price, tip: price };
  }
  const tip =
    suggested === undefined
      ? (paidTip(history) ?? larger(0n, (await gasPrice(provider)) - base))
      : asQuantity(suggested, "the priority fee");
  return { max: 2n * base + tip, tip };
}

/** @returns undefined when the node answers with an error: it lacks the method */
async function unlessLacking(provider: Provider, method: string, params: unknown[]): Promise<unknown> {
  try {
    return (await provider.request({ method, params })) ?? undefined;
  } catch (error) {
    if (isNodeError(error)) return undefined;
    throw error;
  }
}

/** The base fee of the next block, which is the fee history's last. */
function nextBaseFee(history: unknown): bigint | undefined {
  const fees = history === undefined ? undefined : asObject(history, "the fee history").baseFeePerGas;
  if (fees === undefined || fees === null) return undefined;
  return asQuantity(asList(fees, "the base fees").at(-1), "the next base fee");
}

/** The median tip of the last block; undefined when nobody paid one, which says nothing of what is asked. */
function paidTip(history: unknown): bigint | undefined {
  const rewards = history === undefined ? undefined : asObject(history, "the fee history").reward;
  if (rewards === undefined || rewards === null) return undefined;
  const last = asList(rewards, "the rewards").at(-1);
  const tip = last === undefined ? 0n : asQuantity(asList(last, "the rewards")[0], "the reward");
  return tip > 0n ? tip : undefined;
}

async function lastBaseFee(provider: Provider): Promise<bigint | undefined> {
  const answer = await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
  return asBlock(answer)?.baseFeePerGas;
}

async function gasPrice(provider: Provider): Promise<bigint> {
  return asQuantity(await provider.request({ method: "eth_gasPrice", params: [] }), "the gas price");
}

/**
 * Raises fees so that a node replaces a transaction: both by at least an eighth, rounded up.
 *
 * @param times - how many times to add the eighth
 * @example raisedFees({ max: 80n, tip: 8n }, { max: 50n, tip: 20n }) // { max: 90n, tip: 20n }
 */
export function raisedFees(old: Fees, current: Fees, times = 1): Fees {
  let { max, tip } = old;
  for (let i = 0; i < times; i++) {
    max += (max + 7n) / 8n;
    tip += (tip + 7n) / 8n;
  }
  const raisedTip = larger(tip, current.tip);
  // A transaction with a tip above its maximum is invalid.
  return { max: larger(max, current.max, raisedTip), tip: raisedTip };
}

function larger(...values: [bigint, ...bigint[]]): bigint {
  return values.reduce((most, value) => (value > most ? value : most));
}
