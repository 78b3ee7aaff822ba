import { wholeWh } from "../data/energy.js";
import type { MarketLedger } from "../market/ledger/market-ledger.js";
import type { AgreementRecord } from "../market/ledger/records.js";
import { sharedByPower, type Sharer } from "../model/metered-shares.js";
import { AgreementStatus } from "../model/terms.js";
import { whyHeld, type Limits } from "./limits.js";
import type { Coverage, MeterBook } from "./meter-book.js";
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
  /** Not signed until somebody allows it. */
  | { readonly kind: "held"; readonly energyWh: bigint; readonly problem: string }
  /** More than a reading can hold. */
  | { readonly kind: "too large" };

/** What a reading follows from. */
interface Sources {
  readonly ledger: MarketLedger;
  readonly book: MeterBook;
  readonly meters: readonly MeterKey[];
  readonly limits: Limits;
  /** Whether an agreement that awaits verification can still be verified. */
  readonly isOpen: (agreement: AgreementRecord) => Promise<boolean>;
}

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
 * Energy is rounded down to Wh once, at the end of the period: cumulatively over the agreements of one period, so that
 * theirs add up to what the meter read for them.
 */
export async function meteredFor({ agreement, meter }: Ended, sources: Sources): Promise<Metered> {
  const { ledger, book, meters, limits, isOpen } = sources;
  const { deliveryStart, deliveryEnd } = agreement.terms.offer;
  const coverage = book.coverage(meter.name, deliveryStart, deliveryEnd);
  if (coverage.kind !== "complete") return coverage;
  // A meter whose key was exchanged has agreements of either key.
  const overlapping = meters
    .filter(({ name }) => name === meter.name)
    .flatMap(({ address }) => ledger.agreementsOfMeter(address))
    .filter(({ terms: { offer } }) => offer.deliveryStart < deliveryEnd && deliveryStart < offer.deliveryEnd);
  for (const other of overlapping) {
    if (other.status !== AgreementStatus.AwaitingVerification) continue;
    if (await isOpen(other)) return { kind: "undecided", awaiting: other.id };
  }
  // By id, which no reorganisation changes.
  const sharing = overlapping.filter(isSigned).sort((a, b) => (a.id < b.id ? -1 : 1));
  const shares = sharedByPower(coverage.intervals, sharing.map(sharerOf));
  let before = 0n;
  let share = 0n;
  for (const [i, { id, terms }] of sharing.entries()) {
    if (terms.offer.deliveryStart !== deliveryStart || terms.offer.deliveryEnd !== deliveryEnd) continue;
    share = shares[i] ?? 0n;
    if (id === agreement.id) break;
    before += share;
  }
  const energyWh = wholeWh(before + share) - wholeWh(before);
  if (energyWh > LARGEST_WH) return { kind: "too large" };
  const { energyWh: agreedWh } = agreement.terms;
  const problem = whyHeld({ ...coverage, meter: meter.name, agreedWh, energyWh }, limits);
  return problem === undefined ? { kind: "metered", energyWh } : { kind: "held", energyWh, problem };
}

function isSigned({ status }: AgreementRecord): boolean {
  return status === AgreementStatus.Signed || status === AgreementStatus.Settled;
}

function sharerOf({ terms: { energyWh, offer } }: AgreementRecord): Sharer {
  return { energyWh, deliveryStart: offer.deliveryStart, deliveryEnd: offer.deliveryEnd };
}
