/** What a market is deployed with, as `MarketParameters` on chain. */
export interface MarketParameters {
  /** N: fast-lane trades between two full verifications. */
  readonly capTrades: bigint;
  /** M: energy of those trades, Wh. */
  readonly capEnergyWh: bigint;
  /** Platform fee, base units per MWh. */
  readonly feePerMWh: bigint;
  /** How long an agreement may await verification, s. */
  readonly verificationWindow: bigint;
  /** How long after delivery a reading has precedence, s. */
  readonly readingWindow: bigint;
  /** Cost of the automatic check relative to a full verification, WAD. */
  readonly rho: bigint;
}

/** N is Assumed; M = 10,000 kWh is the paper's rated total; the windows are the product's defaults. */
export const DEFAULT_PARAMETERS: MarketParameters = {
  capTrades: 20n,
  capEnergyWh: 10_000_000n,
  feePerMWh: 100_000n,
  verificationWindow: 86_400n,
  readingWindow: 2_592_000n,
  rho: 0n,
};
