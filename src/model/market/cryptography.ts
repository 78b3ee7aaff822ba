import type { Agreement, Offer } from "../terms.js";
import { revert } from "./answer.js";

/**
 * The hashes and signatures of a market. They are passed in, so that the rules need no library.
 * Addresses, ids and bytes are hexadecimal text; equal ones are equal as text.
 */
export interface Cryptography {
  /** An offer's id: its EIP-712 struct hash. */
  offerId(offer: Offer): string;
  /** An agreement's id: its EIP-712 struct hash. */
  agreementId(agreement: Agreement): string;
  /** The Ethereum address of a 64-byte public key. */
  addressOf(publicKey: string): string;
  /** h = RIPEMD160(SHA256(PK)), PK compressed, of a 64-byte public key. */
  hash160(publicKey: string): string;
  /** The signer of a statement for this market on this chain; reverts as OpenZeppelin's `ECDSA.recover`. */
  recover(statement: Statement, signature: string): string;
}

/** What is signed off chain, see `TypedData.sol`; a permit is the payment token's (EIP-2612). */
export type Statement =
  | { readonly kind: "offer"; readonly offer: Offer }
  | { readonly kind: "agreement"; readonly agreement: Agreement }
  | { readonly kind: "approval"; readonly agreementId: string; readonly epoch: bigint }
  | { readonly kind: "refusal"; readonly agreementId: string; readonly reason: bigint; readonly epoch: bigint }
  | { readonly kind: "reading"; readonly agreementId: string; readonly energyWh: bigint }
  | ({ readonly kind: "permit"; readonly nonce: bigint } & Permit);

/** An owner's permission for a spender to take tokens, EIP-2612. */
export interface Permit {
  readonly owner: string;
  readonly spender: string;
  readonly value: bigint;
  readonly deadline: bigint;
}

/** Requires a party's signature of a statement. */
export function requireSignedBy(
  { recover }: Pick<Cryptography, "recover">,
  statement: Statement,
  party: string,
  signature: string,
): void {
  const signer = recover(statement, signature);
  if (signer !== party) revert("WrongPartySignature", signer, party);
}

/** The zero address. */
export const ZERO_ADDRESS = "0x0000000000000000000000000000000000000000";
