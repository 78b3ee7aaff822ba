import { TypedDataEncoder, type Signer, type TypedDataDomain, type TypedDataField } from "ethers";

import type { Agreement, Offer } from "../model/terms.js";

type Types = Record<string, TypedDataField[]>;

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
  return TypedDataEncoder.hashStruct("Offer", OFFER_TYPES, offer);
}

/** An agreement's id: its EIP-712 struct hash, as `TypedData.agreementId` on chain. */
export function agreementIdOf(agreement: Agreement): string {
  return TypedDataEncoder.hashStruct("Agreement", AGREEMENT_TYPES, agreement);
}

/** A party's signature of an agreement that needs full verification: 65 bytes. */
export function signAgreement(signer: Signer, domain: TypedDataDomain, agreement: Agreement): Promise<string> {
  return signer.signTypedData(domain, AGREEMENT_TYPES, agreement);
}

/** An authority's consent to an agreement, in one epoch of the committee. */
export function signApproval(
  signer: Signer,
  domain: TypedDataDomain,
  approval: { agreement: string; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, APPROVAL_TYPES, approval);
}

/** An authority's refusal of an agreement, in one epoch of the committee. */
export function signRefusal(
  signer: Signer,
  domain: TypedDataDomain,
  refusal: { agreement: string; reason: bigint; epoch: bigint },
): Promise<string> {
  return signer.signTypedData(domain, REFUSAL_TYPES, refusal);
}

/** A meter's reading for an agreement: the energy its buyer used in the delivery period, Wh. */
export function signReading(
  signer: Signer,
  domain: TypedDataDomain,
  reading: { agreement: string; energyWh: bigint },
): Promise<string> {
  return signer.signTypedData(domain, READING_TYPES, reading);
}

/** Signatures in ascending order of their signers, as the market wants them. */
export function inSignerOrder(signatures: readonly { signer: string; signature: string }[]): string[] {
  return signatures
    .map(({ signer, signature }) => ({ signer: BigInt(signer), signature }))
    .sort((a, b) => (a.signer < b.signer ? -1 : a.signer > b.signer ? 1 : 0))
    .map(({ signature }) => signature);
}
