import type { TypedDataDomain, TypedDataField } from "ethers";

import type { Statement } from "../model/market/cryptography.js";
import type { Agreement, Offer } from "../model/terms.js";
import { digestOf, type TypedDataSigner } from "../chain/signing/eip712.js";
import { structHashOf, type Types } from "../chain/signing/struct-hash.js";

const OFFER = fields(
  "address declarer,uint8 side,uint48 energyWh,uint96 pricePerMWh,uint96 excessPricePerMWh,uint96 damagesPricePerMWh,uint96 marginPerMWh,uint96 feePerMWh,uint40 deliveryStart,uint40 deliveryEnd,uint40 expiry,uint64 number",
);
const OFFER_TYPES: Types = { Offer: OFFER };
const AGREEMENT_TYPES: Types = {
  Agreement: fields("Offer offer,address accepter,uint48 energyWh,uint32 fillIndex,address meter"),
  Offer: OFFER,
};
const APPROVAL_TYPES: Types = { Approval: fields("bytes32 agreement,uint40 epoch") };
const REFUSAL_TYPES: Types = { Refusal: fields("bytes32 agreement,uint8 reason,uint40 epoch") };
const READING_TYPES: Types = { Reading: fields("bytes32 agreement,uint48 energyWh") };
const PERMIT_TYPES: Types = {
  Permit: fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"),
};

function fields(list: string): TypedDataField[] {
  return list.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { type, name };
  });
}

/** The EIP-712 domain of a market: a signature is valid for one market on one chain. */
export function domainOf(chainId: bigint, market: string): TypedDataDomain {
  return { name: "Wattlane", version: "1", chainId, verifyingContract: market };
}

/** An offer's id: its EIP-712 struct hash, as `TypedData.offerId` on chain. */
export function offerIdOf(offer: Offer): string {
  return structHashOf(OFFER_TYPES)(offer);
}

/** An agreement's id: its EIP-712 struct hash, as `TypedData.agreementId` on chain. */
export function agreementIdOf(agreement: Agreement): string {
  return structHashOf(AGREEMENT_TYPES)(agreement);
}

/** The EIP-712 digest of an agreement, which a party signs. */
export function agreementDigest(domain: TypedDataDomain, agreement: Agreement): string {
  return digestOf(domain, AGREEMENT_TYPES, agreement);
}

/** The EIP-712 digest of a statement for a market, or of a permit for a token. */
export function statementDigest(domain: TypedDataDomain, statement: Statement): string {
  const { types, value } = typedStatement(statement);
  return digestOf(domain, types, value);
}

function typedStatement(statement: Statement): { types: Types; value: object } {
  switch (statement.kind) {
    case "offer":
      return { types: OFFER_TYPES, value: statement.offer };
    case "agreement":
      return { types: AGREEMENT_TYPES, value: statement.agreement };
    case "approval":
      return { types: APPROVAL_TYPES, value: { agreement: statement.agreementId, epoch: statement.epoch } };
    case "refusal": {
      const { agreementId: agreement, reason, epoch } = statement;
      return { types: REFUSAL_TYPES, value: { agreement, reason, epoch } };
    }
    case "reading":
      return { types: READING_TYPES, value: { agreement: statement.agreementId, energyWh: statement.energyWh } };
    case "permit":
      return { types: PERMIT_TYPES, value: statement };
  }
}

/** Signs an offer as its declarer. The first acceptance declares it by this signature. @returns 65 bytes */
export function signOffer(signer: TypedDataSigner, domain: TypedDataDomain, offer: Offer): Promise<string> {
  return signer.signTypedData(domain, OFFER_TYPES, { ...offer });
}

/** Signs an agreement that needs full verification, as one of its parties. @returns 65 bytes */
export function signAgreement(signer: TypedDataSigner, domain: TypedDataDomain, agreement: Agreement): Promise<string> {
  return signer.signTypedData(domain, AGREEMENT_TYPES, { ...agreement });
}

/** Signs an authority's approval of an agreement, in one epoch of the committee. @public */
export function signApproval(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  approval: { agreement: string; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, APPROVAL_TYPES, approval);
}

/** Signs an authority's refusal of an agreement, in one epoch of the committee. @public */
export function signRefusal(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  refusal: { agreement: string; reason: bigint; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, REFUSAL_TYPES, refusal);
}

/** Signs a meter's reading for an agreement: the energy that the buyer used in the delivery period, Wh. */
export function signReading(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  reading: { agreement: string; energyWh: bigint },
): Promise<string> {
  return signer.signTypedData(domain, READING_TYPES, reading);
}

/**
 * Signs a token owner's permit (EIP-2612): the spender may take `value` until the deadline.
 *
 * @param domain - the token's
 */
export function signPermit(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  permit: { owner: string; spender: string; value: bigint; nonce: bigint; deadline: bigint },
): Promise<string> {
  return signer.signTypedData(domain, PERMIT_TYPES, permit);
}

/** Sorts signatures by ascending signer, as the market requires. */
export function inSignerOrder(signatures: readonly { signer: string; signature: string }[]): string[] {
  return signatures
    .map(({ signer, signature }) => ({ signer: BigInt(signer), signature }))
    .sort((a, b) => (a.signer < b.signer ? -1 : a.signer > b.signer ? 1 : 0))
    .map(({ signature }) => signature);
}
