import { toQuantity } from "ethers";

import type { Clock } from "../service/clock.js";
import { asReceipt, type Receipt } from "../chain/rpc/answers.js";
import type { Provider } from "../chain/rpc/node-client.js";

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

/** Other transactions may come first and raise the cost, so a fifth is added to the estimate. */
const GAS_MARGIN = { of: 5n, add: 1n };
const POLL_MS = 100;

/** Estimates what a transaction would cost. @throws the node's error when it would revert */
export async function estimate(provider: Provider, { from, to, data }: Transaction): Promise<Estimate> {
  const [gas, gasPrice] = await Promise.all([
    provider.request({ method: "eth_estimateGas", params: [{ from, to, data }] }),
    provider.request({ method: "eth_gasPrice", params: [] }),
  ]);
  return { gas: BigInt(gas as string), gasPrice: BigInt(gasPrice as string) };
}

/** Sends a transaction with estimated gas. @returns its hash */
export async function send(provider: Provider, { from, to, data }: Transaction, { gas }: Estimate): Promise<string> {
  const limit = gas + (gas * GAS_MARGIN.add) / GAS_MARGIN.of;
  const params = [{ from, to, data, gas: toQuantity(limit) }];
  return (await provider.request({ method: "eth_sendTransaction", params })) as string;
}

/**
 * Waits until a transaction is mined.
 *
 * @returns undefined when it is not mined within `patienceMs`
 * @throws the signal's reason when aborted
 */
export async function untilMined(
  provider: Provider,
  hash: string,
  clock: Clock,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<Receipt | undefined> {
  const end = clock.now() + patienceMs;
  for (;;) {
    const receipt = asReceipt(await provider.request({ method: "eth_getTransactionReceipt", params: [hash] }));
    if (receipt !== undefined) return receipt;
    if (clock.now() >= end) return undefined;
    await clock.sleep(POLL_MS, signal);
  }
}
