import { AgreementStatus } from "../../src/model/terms.js";
import type { MarketBench } from "./simulated-market.js";
import type { Trade } from "./trade.js";

/** A market's books against its tokens, base units. */
export interface Books {
  /** Free balances of all participants. */
  readonly free: bigint;
  /** Margins of signed agreements that are not settled. */
  readonly margins: bigint;
  /** Fees that the operator has not collected. */
  readonly fees: bigint;
  /** What the market says it owes. */
  readonly held: bigint;
  /** What the token says the market has. */
  readonly tokens: bigint;
  /** Whether the three sums are equal to the last base unit. */
  readonly balanced: boolean;
}

/** Adds the books up from the chain. @param trades - every trade of the market */
export async function readBooks(bench: MarketBench, trades: readonly Trade[]): Promise<Books> {
  const accounts = await Promise.all(
    bench.participants.map(({ address }) => bench.read("accountOf", [address]) as Promise<{ free: bigint }>),
  );
  const free = accounts.reduce((sum, account) => sum + account.free, 0n);
  const margins = trades
    .filter(({ status }) => status === AgreementStatus.Signed)
    .reduce((sum, { agreement }) => sum + (agreement.energyWh * agreement.offer.marginPerMWh) / WH_PER_MWH, 0n);
  const { held, fees } = await bench.books();
  const tokens = await bench.tokenBalanceOf(bench.market);
  return { free, margins, fees, held, tokens, balanced: free + margins + fees === held && held === tokens };
}

const WH_PER_MWH = 1_000_000n;
