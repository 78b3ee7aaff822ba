/** An offer on the book, as far as filling it goes. */
export interface OpenOffer {
  readonly id: string;
  /** Wh not yet taken. */
  readonly remainingWh: bigint;
}

/** How much of an offer somebody takes. */
export interface Fill {
  readonly offerId: string;
  readonly energyWh: bigint;
}

/**
 * Fills a demand from offers in the order of the book, each as far as it goes.
 *
 * @param demandWh - Wh, at least 0
 * @returns fills of more than 0 Wh; less than the demand when the book is too thin
 * @example fillsOf(5n, [{ id: "a", remainingWh: 3n }, { id: "b", remainingWh: 9n }]) // 3n of a, 2n of b
 */
export function fillsOf(demandWh: bigint, book: Iterable<OpenOffer>): Fill[] {
  const fills: Fill[] = [];
  let missing = demandWh;
  for (const { id, remainingWh } of book) {
    if (missing <= 0n) break;
    const energyWh = remainingWh < missing ? remainingWh : missing;
    if (energyWh > 0n) fills.push({ offerId: id, energyWh });
    missing -= energyWh;
  }
  return fills;
}
