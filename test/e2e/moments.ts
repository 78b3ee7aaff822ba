import { setTimeout as sleep } from "node:timers/promises";

import { readMarketLogs } from "../../src/market/past-events.js";
import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { sendersOf, type People } from "./people.js";
import type { Town } from "./town.js";

/** Waits until something is so. @throws Error that says what was waited for, when it takes too long */
export async function until(what: string, condition: () => Promise<boolean>, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`in ${seconds} s it did not come about: ${what}`);
    await sleep(LOOKING_MS);
  }
}

const LOOKING_MS = 500;

/** Whether every agreement is settled, void or terminated. */
export async function isAllOver({ reader }: Town): Promise<boolean> {
  const ledger = new MarketLedger();
  for (const log of await readMarketLogs(reader)) ledger.apply(log);
  const open: bigint[] = [AgreementStatus.AwaitingVerification, AgreementStatus.Signed];
  return ledger.agreements().every(({ status }) => !open.includes(status));
}

/** Accounts with transactions that are not mined. */
export async function stuckAccounts({ anvil }: Town, people: People): Promise<string[]> {
  const counts = await Promise.all(
    sendersOf(people).map(async ({ name, address }) => {
      const [latest, pending] = await Promise.all(
        ["latest", "pending"].map((tag) => anvil.request("eth_getTransactionCount", [address, tag])),
      );
      return latest === pending ? [] : [`${name}: ${String(latest)} mined, ${String(pending)} pending`];
    }),
  );
  return counts.flat();
}

/** Whether the node has no transaction that waits, with or without a gap before it. */
export async function isPoolEmpty({ anvil }: Town): Promise<boolean> {
  const { pending, queued } = (await anvil.request("txpool_status")) as { pending: string; queued: string };
  return BigInt(pending) === 0n && BigInt(queued) === 0n;
}
