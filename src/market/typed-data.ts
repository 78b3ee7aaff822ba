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

/** The EIP-712 domain of a market: what is signed for one market on one chain is good nowhere else. */
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

/** What a party signs: the EIP-712 digest of an agreement on a market. */
export function agreementDigest(domain: TypedDataDomain, agreement: Agreement): string {
  return digestOf(domain, AGREEMENT_TYPES, agreement);
}

/** The EIP-712 digest of a statement for one market, or of a permit for one token: what its signer signs. */
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

/** A declarer's signature of an offer, with which anybody can have it begin: 65 bytes. */
export function signOffer(signer: TypedDataSigner, domain: TypedDataDomain, offer: Offer): Promise<string> {
  return signer.signTypedData(domain, OFFER_TYPES, { ...offer });
}

/** A party's signature of an agreement that needs full verification: 65 bytes. */
export function signAgreement(signer: TypedDataSigner, domain: TypedDataDomain, agreement: Agreement): Promise<string> {
  return signer.signTypedData(domain, AGREEMENT_TYPES, { ...agreement });
}

/** An authority's consent to an agreement, in one epoch of the committee. */
export function signApproval(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  approval: { agreement: string; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, APPROVAL_TYPES, approval);
}

/** An authority's refusal of an agreement, in one epoch of the committee. */
export function signRefusal(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  refusal: { agreement: string; reason: bigint; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, REFUSAL_TYPES, refusal);
}

/** A meter's reading for an agreement: the energy its buyer used in the delivery period, Wh. */
export function signReading(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  reading: { agreement: string; energyWh: bigint },
): Promise<string> {
  return signer.signTypedData(domain, READING_TYPES, reading);
}

/** A token owner's EIP-2612 permit, under the token's own domain: the spender may take that much until the deadline. */
export function signPermit(
  signer: TypedDataSigner,
  domain: TypedDataDomain,
  permit: { owner: string; spender: string; value: bigint; nonce: bigint; deadline: bigint },
): Promise<string> {
  return signer.signTypedData(domain, PERMIT_TYPES, permit);
}

/** Signatures in ascending order of their signers, as the market wants them. */
export function inSignerOrder(signatures: readonly { signer: string; signature: string }[]): string[] {
  return signatures
    .map(({ signer, signature }) => ({ signer: BigInt(signer), signature }))
    .sort((a, b) => (a.signer < b.signer ? -1 : a.signer > b.signer ? 1 : 0))
    .map(({ signature }) => signature);
}
