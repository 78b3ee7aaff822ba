import { partiesOf } from "../../src/model/terms.js";
import type { Participant } from "./participants.js";
import type { SettledTrade } from "./settlement.js";
import type { SimulatedMarket } from "./simulated-market.js";

/** A participant's role on a day. */
export type DayRole = "household" | "roof" | "supplier";

/** A participant's day. Energy in Wh, money in base units. */
export interface ParticipantDay {
  readonly name: string;
  readonly role: DayRole;
  readonly trades: number;
  readonly agreedWh: bigint;
  readonly meteredWh: bigint;
  /** As a buyer. */
  readonly paid: bigint;
  /** As a seller. */
  readonly received: bigint;
  readonly fees: bigint;
  readonly debt: bigint;
  readonly deposit: bigint;
  /** Free balance on the chain at the end. */
  readonly free: bigint;
}

/**
 * Adds up each participant's day from the settlements, and reads its free balance from the chain.
 *
 * @throws Error naming a participant whose balance is not deposit + received - paid - fees to the last base unit
 */
export async function participantDays(
  market: SimulatedMarket,
  roles: ReadonlyMap<Participant, DayRole>,
  settlements: readonly SettledTrade[],
): Promise<ParticipantDay[]> {
  const lines = new Map([...roles].map(([participant, role]) => [participant.address, emptyLine(participant, role)]));
  for (const settled of settlements) {
    const { buyer, seller } = partiesOf(settled.trade.agreement);
    addTo(lines.get(buyer), settled, "buyer");
    addTo(lines.get(seller), settled, "seller");
  }
  return Promise.all(
    [...lines].map(async ([address, line]) => {
      const { free } = (await market.read("accountOf", [address])) as { free: bigint };
      const expected = line.deposit + line.received - line.paid - line.fees;
      if (free !== expected)
        throw new Error(`${line.name} has ${String(free)} base units, expected ${String(expected)}`);
      return { ...line, free };
    }),
  );
}

type Growing = { -readonly [Key in keyof ParticipantDay]: ParticipantDay[Key] };

function emptyLine({ name, deposit }: Participant, role: DayRole): Growing {
  const nothing = { trades: 0, agreedWh: 0n, meteredWh: 0n, paid: 0n, received: 0n, fees: 0n, debt: 0n, free: 0n };
  return { name, role, deposit, ...nothing };
}

function addTo(line: Growing | undefined, { trade, energyWh, paid, debt }: SettledTrade, as: "buyer" | "seller"): void {
  if (line === undefined) throw new Error(`${trade.id} has a party that is not a participant`);
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
