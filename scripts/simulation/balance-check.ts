import { AgreementStatus } from "../../src/model/terms.js";
import type { SimulatedMarket } from "./simulated-market.js";
import type { SimulatedTrade } from "./trade.js";

/** A market's accounts against the tokens that it holds, base units. */
export interface BalanceCheck {
  /** Free balances of all participants. */
  readonly free: bigint;
  /** Margins of signed agreements that are not settled. */
  readonly margins: bigint;
  /** Fees that the operator has not collected. */
  readonly fees: bigint;
  /** Everything that the market owes, by its own count. */
  readonly held: bigint;
  /** The market's balance of the token. */
  readonly tokens: bigint;
  /** Whether free + margins + fees, held and tokens are equal to the last base unit. */
  readonly balanced: boolean;
}

/** Adds up all accounts on the chain. @param trades - every trade of the market */
export async function checkBalances(market: SimulatedMarket, trades: readonly SimulatedTrade[]): Promise<BalanceCheck> {
  const accounts = await Promise.all(
    market.participants.map(({ address }) => market.read("accountOf", [address]) as Promise<{ free: bigint }>),
  );
  const free = accounts.reduce((sum, account) => sum + account.free, 0n);
  const margins = trades
    .filter(({ status }) => status === AgreementStatus.Signed)
    .reduce((sum, { agreement }) => sum + (agreement.energyWh * agreement.offer.marginPerMWh) / WH_PER_MWH, 0n);
  const { held, fees } = await market.books();
  const tokens = await market.tokenBalanceOf(market.address);
  return { free, margins, fees, held, tokens, balanced: free + margins + fees === held && held === tokens };
}

const WH_PER_MWH = 1_000_000n;
