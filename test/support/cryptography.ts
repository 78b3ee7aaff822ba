import {
  dataLength,
  dataSlice,
  getAddress,
  getBytes,
  keccak256,
  ripemd160,
  sha256,
  type TypedDataDomain,
} from "ethers";

import { InvalidSignature, recoverSigner } from "../../src/chain/signing/secp256k1.js";
import { agreementIdOf, offerIdOf, statementDigest } from "../../src/market/typed-data.js";
import { revert } from "../../src/model/market/answer.js";
import type { Cryptography, Statement } from "../../src/model/market/cryptography.js";

/** What the reference needs of hashes and signatures, by ethers; and the digests, to sign them. */
export interface EthersCryptography extends Cryptography {
  digest(statement: Statement): string;
}

/** For one market, and its payment token for permits. Ids are remembered: terms do not change. */
export function ethersCryptography(market: TypedDataDomain, token: TypedDataDomain): EthersCryptography {
  const digest = (statement: Statement) => statementDigest(statement.kind === "permit" ? token : market, statement);
  return {
    offerId: remembered(offerIdOf),
    agreementId: remembered(agreementIdOf),
    addressOf: (publicKey) => getAddress(dataSlice(keccak256(publicKey), 12)),
    hash160,
    digest,
    recover: (statement, signature) => recover(digest(statement), signature),
  };
}

function remembered<T extends object>(idOf: (terms: T) => string): (terms: T) => string {
  const ids = new WeakMap<T, string>();
  return (terms) => {
    const id = ids.get(terms) ?? idOf(terms);
    ids.set(terms, id);
    return id;
  };
}

function hash160(publicKey: string): string {
  const parity = getBytes(publicKey).at(-1)! % 2;
  return ripemd160(sha256(`0x0${String(2 + parity)}${dataSlice(publicKey, 0, 32).slice(2)}`));
}

/** As OpenZeppelin's `ECDSA.recover` answers. */
function recover(digest: string, signature: string): string {
  try {
    return recoverSigner(digest, signature);
  } catch (error) {
    if (!(error instanceof InvalidSignature)) throw error;
    if (error.fault === "ECDSAInvalidSignatureLength") revert(error.fault, BigInt(dataLength(signature)));
    if (error.fault === "ECDSAInvalidSignatureS") revert(error.fault, dataSlice(signature, 32, 64));
    return revert(error.fault);
  }
}
