import type { MarketLedger } from "../market/ledger/market-ledger.js";
import type { AgreementRecord } from "../market/ledger/records.js";
import { sharedByPowerWh, type Sharer } from "../model/metered-shares.js";
import { AgreementStatus } from "../model/terms.js";
import type { Coverage, IntervalBook } from "./interval-book.js";
import type { MeterKey } from "./meter-keys.js";

/** An agreement whose delivery is over, and whose meter's key this process has. */
export interface Ended {
  readonly agreement: AgreementRecord;
  readonly meter: MeterKey;
}

/** What an ended agreement's meter read for it, Wh, or why that is not known yet. */
export type Metered =
  | { readonly kind: "metered"; readonly energyWh: bigint }
  | Exclude<Coverage, { kind: "complete" }>
  /** Another agreement of this meter, whose period overlaps, awaits verification: whether it shares is open. */
  | { readonly kind: "undecided"; readonly awaiting: string }
  /** More than a reading can hold. */
  | { readonly kind: "too large" };

/** Energy is 48 bits wide on chain. */
const LARGEST_WH = 2n ** 48n - 1n;

/**
 * The signed agreements whose delivery has ended and whose meter's key is here.
 *
 * @param time - the chain's, Unix time in s
 */
export function endedAgreements(ledger: MarketLedger, meters: readonly MeterKey[], time: bigint): Ended[] {
  const byAddress = new Map(meters.map((meter) => [meter.address.toLowerCase(), meter]));
  return ledger.dueForSettlement(time).flatMap((agreement) => {
    const meter = byAddress.get(agreement.terms.meter.toLowerCase());
    return meter === undefined ? [] : [{ agreement, meter }];
  });
}

/**
 * What the meter of an ended agreement read for it. It depends on the chain and the meter's rows alone, so every
 * instance gets the same at any time: agreements with an overlapping period were all accepted before this one's period
 * ended, since an offer expires before its delivery starts; and while one of them may still be signed, there is no
 * result.
 *
 * @param isOpen - whether an agreement that awaits verification can still be verified
 */
export async function meteredFor(
  { agreement, meter }: Ended,
  ledger: MarketLedger,
  book: IntervalBook,
  isOpen: (agreement: AgreementRecord) => Promise<boolean>,
): Promise<Metered> {
  const { deliveryStart, deliveryEnd } = agreement.terms.offer;
  const coverage = book.coverage(meter.name, deliveryStart, deliveryEnd);
  if (coverage.kind !== "complete") return coverage;
  const overlapping = ledger
    .agreementsOfMeter(meter.address)
    .filter(({ terms: { offer } }) => offer.deliveryStart < deliveryEnd && deliveryStart < offer.deliveryEnd);
  for (const other of overlapping) {
    if (other.status !== AgreementStatus.AwaitingVerification) continue;
    if (await isOpen(other)) return { kind: "undecided", awaiting: other.id };
  }
  // By id, which no reorganisation changes.
  const sharing = overlapping.filter(isSigned).sort((a, b) => (a.id < b.id ? -1 : 1));
  const shares = sharedByPowerWh(coverage.intervals, sharing.map(sharerOf));
  const energyWh = shares[sharing.findIndex(({ id }) => id === agreement.id)] ?? 0n;
  return energyWh > LARGEST_WH ? { kind: "too large" } : { kind: "metered", energyWh };
}

function isSigned({ status }: AgreementRecord): boolean {
  return status === AgreementStatus.Signed || status === AgreementStatus.Settled;
}

function sharerOf({ terms: { energyWh, offer } }: AgreementRecord): Sharer {
  return { energyWh, deliveryStart: offer.deliveryStart, deliveryEnd: offer.deliveryEnd };
}
