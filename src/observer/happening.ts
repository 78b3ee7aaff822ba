import type { MarketLog } from "../market/follow/chain-step.js";
import type { MarketLedger } from "../market/ledger/market-ledger.js";

/** An event of a market, where it stands, and what it is about. */
export interface Happening {
  readonly block: bigint;
  /** The block's Unix time, s. */
  readonly timestamp: bigint;
  readonly transactionHash: string;
  readonly logIndex: number;
  readonly event: string;
  /** Ids; undefined where it is about none. */
  readonly agreement: string | undefined;
  readonly offer: string | undefined;
  /** Addresses, in lower case: those in the event, and the parties of its agreement or offer. */
  readonly accounts: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** Finds what an event is about. @param ledger - with the event in it */
export function happeningOf({ block, transactionHash, logIndex, event }: MarketLog, ledger: MarketLedger): Happening {
  const { agreementId, offerId } = event.args as { agreementId?: string; offerId?: string };
  const agreement = agreementId === undefined ? undefined : ledger.agreement(agreementId);
  const offer = ledger.offer(offerId ?? agreement?.offerId ?? "");
  const parties = [agreement?.buyer, agreement?.seller, offer?.terms.declarer];
  const named = Object.values(event.args).map((value) => (ADDRESS.test(String(value)) ? String(value) : undefined));
  const accounts = [...parties, ...named].filter((account) => account !== undefined);
  return {
    block: block.number,
    timestamp: block.timestamp,
    transactionHash,
    logIndex,
    event: event.name,
    agreement: agreementId,
    offer: offerId ?? agreement?.offerId,
    accounts: [...new Set(accounts.map((account) => account.toLowerCase()))],
    args: event.args,
  };
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
