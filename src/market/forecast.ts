import { WAD } from "../model/reliability.js";
import { costDown } from "../model/settlement.js";
import { partiesOf, Reason, type Offer } from "../model/terms.js";
import type { MarketReader } from "./market-reader.js";

/** What an acceptance would cost now; other users may act first. Money in base units. */
export interface Forecast {
  readonly buyer: string;
  readonly seller: string;
  /** Whether it skips full verification. */
  readonly fastLane: boolean;
  /** Taken from the buyer at signing, returned at settlement. */
  readonly margin: bigint;
  /** Taken from the seller at signing. */
  readonly fee: bigint;
  /** Of `Reason`: why it would be void if it were signed now. */
  readonly missing: bigint;
  /** Free balances. */
  readonly buyerFree: bigint;
  readonly sellerFree: bigint;
}

/** Forecasts an acceptance of `energyWh` by the market's rules. */
export async function forecastAcceptance(
  reader: MarketReader,
  offer: Offer,
  accepter: string,
  energyWh: bigint,
): Promise<Forecast> {
  const { buyer, seller } = partiesOf({ offer, accepter });
  const [buying, selling, buyersR, sellersR] = await Promise.all([
    reader.accountOf(buyer),
    reader.accountOf(seller),
    reader.coefficient(buyer, energyWh),
    reader.coefficient(seller, energyWh),
  ]);
  const margin = costDown(energyWh, offer.marginPerMWh);
  const fee = costDown(energyWh, offer.feePerMWh);
  const missing =
    buying.openDebts + selling.openDebts > 0n
      ? Reason.DebtUnpaid
      : margin > buying.free
        ? Reason.MarginMissing
        : fee > selling.free
          ? Reason.FeeMissing
          : Reason.None;
  const fastLane = buyersR < WAD && sellersR < WAD;
  return { buyer, seller, fastLane, margin, fee, missing, buyerFree: buying.free, sellerFree: selling.free };
}
