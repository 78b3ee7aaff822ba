import type { MarketReader } from "../market/market-reader.js";
import type { Errand } from "../chain/outbox/outbox.js";
import { AgreementStatus, type Agreement } from "../model/terms.js";
import type { SignedReading } from "./store.js";

/** An agreement with its signed reading: all that settling it takes. */
export interface Settling {
  readonly id: string;
  readonly terms: Agreement;
  readonly reading: SignedReading;
}

/** Settlements in one transaction: at {@link GAS_EACH} well below what a transaction may use, 2^24 gas (EIP-7825). */
export const BATCH = 50;
/** More than any settlement uses, one that leaves a debt included; what is not used is not paid. */
const GAS_EACH = 100_000n;
const GAS_START = 100_000n;

/** Settles many agreements by one transaction, in which the market refuses those that are not to be settled by themselves. */
export function settlementErrand(reader: MarketReader, settlings: readonly Settling[]): Errand {
  const settlements = settlings.map(({ terms, reading: { energyWh, signature } }) => ({
    agreement: terms,
    energyWh,
    meterSignature: signature,
  }));
  return {
    step: "settle",
    to: reader.record.market,
    data: reader.coder.callData("settleMany", [settlements]),
    gas: GAS_START + GAS_EACH * BigInt(settlings.length),
    needed: async () => {
      const open = await Promise.all(settlings.map(({ id }) => isSigned(reader, id)));
      return open.includes(true);
    },
  };
}

/** Whether the market would settle an agreement: it is signed, and not settled. */
export async function isSigned(reader: MarketReader, id: string): Promise<boolean> {
  return (await reader.agreementState(id)).status === AgreementStatus.Signed;
}
