import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { seededWallet } from "../support/keys.js";
import { agreementIdOf, domainOf, offerIdOf, signAgreement } from "../../src/market/typed-data.js";
import { AgreementStatus, Reason, Side, type Agreement } from "../../src/model/terms.js";

export const DOMAIN = domainOf(31_337n, `0x${"4d".repeat(20)}`);
const SELLER = seededWallet(1, "seller");
const BUYER = seededWallet(1, "buyer");

/** An agreement that awaits verification, as a ledger has it; accepted at second 1,000. */
export function recordOf(fillIndex: bigint): AgreementRecord {
  const offer = {
    declarer: SELLER.address,
    side: Side.Sell,
    energyWh: 10n ** 6n,
    pricePerMWh: 5n,
    excessPricePerMWh: 6n,
    damagesPricePerMWh: 1n,
    marginPerMWh: 1n,
    feePerMWh: 1n,
    deliveryStart: 5000n,
    deliveryEnd: 6000n,
    expiry: 5000n,
    number: 0n,
  };
  const terms: Agreement = { offer, accepter: BUYER.address, energyWh: 10n, fillIndex, meter: `0x${"3e".repeat(20)}` };
  return {
    id: agreementIdOf(terms),
    offerId: offerIdOf(offer),
    terms,
    buyer: BUYER.address,
    seller: SELLER.address,
    fastLane: false,
    status: AgreementStatus.AwaitingVerification,
    reason: Reason.None,
    accepted: { block: 1n, timestamp: 1000n, transactionHash: "0x", logIndex: Number(fillIndex) },
    debt: 0n,
  };
}

/** Both parties' signatures of an agreement, the seller's first. */
export async function signaturesOf({ id, terms }: AgreementRecord) {
  const signed = [SELLER, BUYER].map(async (wallet) => ({
    agreement: id,
    signature: await signAgreement(new KeySigner(wallet), DOMAIN, terms),
  }));
  return Promise.all(signed);
}
