import {
  N,
  dataLength,
  dataSlice,
  getAddress,
  getBytes,
  keccak256,
  recoverAddress,
  ripemd160,
  sha256,
  type TypedDataDomain,
} from "ethers";

import { agreementIdOf, offerIdOf, statementDigest } from "../../scripts/chain/typed-data.js";
import { refuse } from "../../scripts/model/market/answer.js";
import type { Cryptography, Statement } from "../../scripts/model/market/cryptography.js";

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

/** OpenZeppelin's `ECDSA.recover`: 65 bytes, the lower of the two values of s, v 27 or 28. */
function recover(digest: string, signature: string): string {
  const length = dataLength(signature);
  if (length !== 65) refuse("ECDSAInvalidSignatureLength", BigInt(length));
  const [r, s, v] = [dataSlice(signature, 0, 32), dataSlice(signature, 32, 64), Number(dataSlice(signature, 64))];
  if (BigInt(s) > HALF_ORDER) refuse("ECDSAInvalidSignatureS", s);
  if (v !== 27 && v !== 28) refuse("ECDSAInvalidSignature");
  try {
    return recoverAddress(digest, { r, s, v });
  } catch {
    return refuse("ECDSAInvalidSignature");
  }
}

const HALF_ORDER = N / 2n;
