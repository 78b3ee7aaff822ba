import { toQuantity } from "ethers";

import type { Clock } from "../service/clock.js";
import { currentFees } from "../chain/outbox/fees.js";
import { rejectionOf } from "../chain/outbox/rejection.js";
import { asCount, asHash, asList, asObject, asQuantity, asReceipt, type Receipt } from "../chain/rpc/answers.js";
import type { Provider } from "../chain/rpc/node-client.js";
import { isNodeError } from "../chain/rpc/node-error.js";

/** A call of a contract by an account of the network. */
export interface Transaction {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** What a transaction would cost now. */
export interface Estimate {
  readonly gas: bigint;
  /** Wei. */
  readonly gasPrice: bigint;
}

/** A transaction that a node took. */
export interface Sent {
  readonly from: string;
  readonly hash: string;
  readonly nonce: bigint;
  /** Its gas limit. */
  readonly gas: bigint;
  /** The newest block when it was sent. */
  readonly block: number;
}

/** How a transaction ended: mined, reverted or not; or another with its nonce was, and it never will be. */
export type SentEnd =
  { readonly kind: "mined"; readonly receipt: Receipt } | { readonly kind: "replaced"; readonly by: string };

/**
 * A quarter is added to the estimate: other transactions may come first and raise the cost, and some nodes estimate the
 * gas after refunds, of which a transaction needs up to a fifth more while it runs (EIP-3529).
 */
const GAS_MARGIN = 4n;
const POLL_MS = 100;

/** Estimates what a transaction would cost. @throws the node's error when it would revert */
export async function estimate(provider: Provider, { from, to, data }: Transaction): Promise<Estimate> {
  const call = { from, to, data };
  const [gas, gasPrice] = await Promise.all([
    provider.request({ method: "eth_estimateGas", params: [call] }).catch(async (error: unknown) => {
      // Some nodes ask for a price above the base fee even here.
      if (!isNodeError(error) || error.data !== undefined || rejectionOf(error) !== "cheap") throw error;
      const { max } = await currentFees(provider);
      return provider.request({ method: "eth_estimateGas", params: [{ ...call, gasPrice: toQuantity(max) }] });
    }),
    provider.request({ method: "eth_gasPrice", params: [] }),
  ]);
  return { gas: asQuantity(gas, "the estimated gas"), gasPrice: asQuantity(gasPrice, "the gas price") };
}

/**
 * Sends a transaction with estimated gas. Its fee is the provider's choice, but 0 where the node asks for none: the
 * provider would offer 1 wei at least, which an account without coin cannot pay.
 */
export async function send(provider: Provider, { from, to, data }: Transaction, { gas }: Estimate): Promise<Sent> {
  const [head, { nonce, isPending }, fees] = await Promise.all([
    provider.request({ method: "eth_blockNumber", params: [] }),
    nextNonce(provider, from),
    currentFees(provider),
  ]);
  const block = asCount(head, "the block's number");
  const limit = gas + (gas + GAS_MARGIN - 1n) / GAS_MARGIN;
  const isFree = fees.max === 0n;
  const transaction = {
    ...{ from, to, data, gas: toQuantity(limit) },
    ...(isFree ? { maxFeePerGas: "0x0", maxPriorityFeePerGas: "0x0" } : {}),
    // The provider itself would ask for the tag that the node does not know.
    ...(isPending ? {} : { nonce: toQuantity(nonce) }),
  };
  const answer = await provider.request({ method: "eth_sendTransaction", params: [transaction] });
  const hash = asHash(answer, "the transaction's hash");
  return { from, hash, nonce: await nonceOf(provider, hash, nonce), gas: limit, block };
}

/**
 * Waits until a transaction is mined, or another of its account with the same nonce.
 *
 * @returns undefined when neither is mined within `patienceMs`
 * @throws the signal's reason when aborted
 */
export async function untilMined(
  provider: Provider,
  sent: Sent,
  clock: Clock,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<SentEnd | undefined> {
  const end = clock.now() + patienceMs;
  for (let { block } = sent; ;) {
    const receipt = asReceipt(await provider.request({ method: "eth_getTransactionReceipt", params: [sent.hash] }));
    if (receipt !== undefined) return { kind: "mined", receipt };
    const counted = await provider.request({ method: "eth_getTransactionCount", params: [sent.from, "latest"] });
    if (asQuantity(counted, "the account's transaction count") > sent.nonce) {
      // A receipt may come later than the block, so only a block that has the other transaction tells.
      const head = asCount(await provider.request({ method: "eth_blockNumber", params: [] }), "the block's number");
      for (; block <= head; block++) {
        const by = await replacing(provider, sent, block);
        if (by !== undefined) return { kind: "replaced", by };
      }
    }
    if (clock.now() >= end) return undefined;
    await clock.sleep(POLL_MS, signal);
  }
}

/**
 * Whether a transaction failed for want of gas: nothing, or less than the 64th that a contract keeps when it calls
 * another (EIP-150), is left of its limit.
 *
 * @param gas - its limit
 */
export function ranOutOfGas({ succeeded, gasUsed }: Receipt, gas: bigint): boolean {
  return !succeeded && gasUsed * 64n >= gas * 63n;
}

/** The account's next nonce. Where the node has no tag `pending`, what waits there is not counted. */
async function nextNonce(provider: Provider, from: string): Promise<{ nonce: bigint; isPending: boolean }> {
  const count = async (tag: string) =>
    asQuantity(
      await provider.request({ method: "eth_getTransactionCount", params: [from, tag] }),
      "the account's transaction count",
    );
  try {
    return { nonce: await count("pending"), isPending: true };
  } catch (error) {
    if (!isNodeError(error)) throw error;
    return { nonce: await count("latest"), isPending: false };
  }
}

/** The nonce that a node or its provider gave to a transaction. @param expected - where the node does not tell it */
async function nonceOf(provider: Provider, hash: string, expected: bigint): Promise<bigint> {
  try {
    const answer = await provider.request({ method: "eth_getTransactionByHash", params: [hash] });
    return answer === null ? expected : asQuantity(asObject(answer, "the transaction").nonce, "its nonce");
  } catch {
    // It is sent: nothing about its nonce may hide that.
    return expected;
  }
}

/** The other transaction with the same sender and nonce in a block, if it is there. */
async function replacing(provider: Provider, { from, hash, nonce }: Sent, block: number): Promise<string | undefined> {
  const answer = await provider.request({ method: "eth_getBlockByNumber", params: [toQuantity(block), true] });
  if (answer === null) return undefined;
  for (const each of asList(asObject(answer, "the block").transactions, "the block's transactions")) {
    const mined = asObject(each, "the transaction");
    if (typeof mined.from !== "string" || mined.from.toLowerCase() !== from.toLowerCase()) continue;
    const other = asHash(mined.hash, "the transaction's hash");
    if (other !== hash && asQuantity(mined.nonce, "the transaction's nonce") === nonce) return other;
  }
  return undefined;
}
