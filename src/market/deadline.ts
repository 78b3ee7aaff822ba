import type { AgreementRecord } from "./ledger/records.js";

/**
 * The latest moment at which an agreement can be verified, Unix time, s: a window after its acceptance, and no later
 * than the start of its delivery, as `_deadlineOf` in `contracts/ElectricityMarket.sol` has it.
 *
 * @param window - the market's verification window, s
 */
export function deadlineOf({ accepted, terms }: AgreementRecord, window: bigint): bigint {
  const end = accepted.timestamp + window;
  return end < terms.offer.deliveryStart ? end : terms.offer.deliveryStart;
}
