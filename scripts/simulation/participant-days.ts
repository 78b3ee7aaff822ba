import { partiesOf } from "../../src/model/terms.js";
import type { Participant } from "./participants.js";
import type { Settled } from "./settlement.js";
import type { MarketBench } from "./simulated-market.js";

/** What a role does on a day. */
export type Role = "household" | "roof" | "supplier";

/** A participant's day. Energy in Wh, money in base units. */
export interface LedgerLine {
  readonly name: string;
  readonly role: Role;
  readonly trades: number;
  readonly agreedWh: bigint;
  readonly meteredWh: bigint;
  /** As buyer. */
  readonly paid: bigint;
  /** As seller. */
  readonly received: bigint;
  readonly fees: bigint;
  readonly debt: bigint;
  readonly deposit: bigint;
  /** Free balance on the chain at the end. */
  readonly free: bigint;
}

/**
 * Adds up each participant's day from the settlements, beside the free balance that the chain has for it.
 *
 * @throws Error naming a participant whose balance is not deposit + received - paid - fees to the last base unit
 */
export async function ledgerOf(
  bench: MarketBench,
  roles: ReadonlyMap<Participant, Role>,
  settlements: readonly Settled[],
): Promise<LedgerLine[]> {
  const lines = new Map([...roles].map(([participant, role]) => [participant.address, emptyLine(participant, role)]));
  for (const settled of settlements) {
    const { buyer, seller } = partiesOf(settled.trade.agreement);
    addTo(lines.get(buyer), settled, "buyer");
    addTo(lines.get(seller), settled, "seller");
  }
  return Promise.all(
    [...lines].map(async ([address, line]) => {
      const { free } = (await bench.read("accountOf", [address])) as { free: bigint };
      const expected = line.deposit + line.received - line.paid - line.fees;
      if (free !== expected) throw new Error(`${line.name} has ${String(free)} base units, not ${String(expected)}`);
      return { ...line, free };
    }),
  );
}

type Growing = { -readonly [Key in keyof LedgerLine]: LedgerLine[Key] };

function emptyLine({ name, deposit }: Participant, role: Role): Growing {
  const nothing = { trades: 0, agreedWh: 0n, meteredWh: 0n, paid: 0n, received: 0n, fees: 0n, debt: 0n, free: 0n };
  return { name, role, deposit, ...nothing };
}

function addTo(line: Growing | undefined, { trade, energyWh, paid, debt }: Settled, as: "buyer" | "seller"): void {
  if (line === undefined) throw new Error(`${trade.id} is between others than the participants`);
  const { agreement } = trade;
  line.trades += 1;
  line.agreedWh += agreement.energyWh;
  line.meteredWh += energyWh;
  if (as === "buyer") {
    line.paid += paid;
    line.debt += debt;
  } else {
    line.received += paid;
    line.fees += (agreement.energyWh * agreement.offer.feePerMWh) / 1_000_000n;
  }
}
