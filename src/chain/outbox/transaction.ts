import { Transaction, type SigningKey } from "ethers";

import type { KeySigner } from "../signing/key-signer.js";
import type { Fees } from "./fees.js";

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
