import { Transaction, type SigningKey } from "ethers";

import { asList, asObject, asQuantity } from "../rpc/answers.js";
import type { Provider } from "../rpc/node-client.js";
import type { KeySigner } from "../signing/key-signer.js";

/** The account that sends: an address and its key, such as an ethers `Wallet`. */
export interface Sender {
  readonly address: string;
  readonly signingKey: SigningKey;
}

/** What a transaction does. */
interface Payload {
  readonly to: string;
  /** Calldata, hex. */
  readonly data: string;
  /** Gas limit. */
  readonly gas: bigint;
}

/** A signed transaction of type 2 (EIP-1559). Its hash is known before it is sent. */
export interface SignedTransaction {
  readonly hash: string;
  /** The raw transaction, hex. */
  readonly raw: string;
  readonly fees: Fees;
}

/** Signs a transaction that carries no value. @param key - the sender's */
export function signTransaction(
  key: KeySigner,
  chainId: bigint,
  nonce: bigint,
  { to, data, gas }: Payload,
  fees: Fees,
): SignedTransaction {
  const transaction = Transaction.from({
    type: 2,
    chainId,
    nonce: Number(nonce),
    to,
    data,
    gasLimit: gas,
    maxFeePerGas: fees.max,
    maxPriorityFeePerGas: fees.tip,
  });
  transaction.signature = key.signDigest(transaction.unsignedHash);
  return { hash: transaction.hash ?? "", raw: transaction.serialized, fees };
}

/** The cheapest transaction, which only uses up a nonce: the sender pays itself nothing. */
export function emptyPayload({ address }: Sender): Payload {
  return { to: address, data: "0x", gas: 21_000n };
}

/** What a transaction offers for its gas (EIP-1559), wei. */
export interface Fees {
  /** The most for a unit of gas, base fee included. */
  readonly max: bigint;
  /** The part of it that goes to the block's proposer, at most. */
  readonly tip: bigint;
}

/**
 * Reads what a transaction should offer now: the tip that the node suggests, and room for the next base fee to double.
 *
 * @throws NodeUnavailable when the node's answers are malformed
 */
export async function currentFees(provider: Provider): Promise<Fees> {
  const [history, suggested] = await Promise.all([
    provider.request({ method: "eth_feeHistory", params: ["0x1", "latest", []] }),
    provider.request({ method: "eth_maxPriorityFeePerGas", params: [] }),
  ]);
  // The last one is the next block's.
  const next = asList(asObject(history, "the fee history").baseFeePerGas, "the base fees").at(-1);
  const tip = asQuantity(suggested, "the priority fee");
  return { max: 2n * asQuantity(next, "the next base fee") + tip, tip };
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
