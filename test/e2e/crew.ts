import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "../support/daemon.js";
import { startFaultyNode } from "../support/faulty-node.js";
import { Actor, hardhatRole } from "./cast.js";
import { habitsOf, type Victim } from "./chaos.js";
import { deliveryOf, meteredWh, PERIOD_SECONDS, type Day } from "./day.js";
import type { People } from "./people.js";
import type { Town } from "./town.js";
import type { UserOrders } from "./user.js";

/** The daemons, each with a connection to the node of its own. */
export interface Crew {
  readonly authorities: readonly Victim[];
  /** Where the authorities answer. */
  readonly authorityUrls: readonly string[];
  readonly meters: readonly Victim[];
  readonly observer: Victim;
  /** The observer's folder. */
  readonly observerData: string;
}

export function everybodyOf({ authorities, meters, observer }: Crew): Victim[] {
  return [...authorities, ...meters, observer];
}

/** Makes the daemons ready to be started. */
export async function hireCrew(town: Town, people: People, folder: string): Promise<Crew> {
  const ports = new Set<number>();
  while (ports.size < people.authorities.length) ports.add(await freePort());
  const authorityUrls = [...ports].map((port) => `http://127.0.0.1:${port}`);

  let hired = 0;
  const hire = async (name: string, key: string, command: string[], env: Record<string, string> = {}) => {
    const connection = await startFaultyNode(town.anvil.url, habitsOf(hired++));
    const data = join(folder, name.replaceAll(" ", "-"));
    const role = {
      name,
      command: [...command, "--network", "live", "--record", town.recordFile, "--data", data],
      env: { WATTLANE_RPC_URL: connection.url, WATTLANE_PRIVATE_KEY: key, ...env },
      ready: /"msg":"listening"/,
    };
    return { actor: new Actor(hardhatRole(role), folder), connection };
  };

  const authorities = await Promise.all(
    people.authorities.map(({ name, wallet }, index) => {
      const { port } = new URL(authorityUrls[index]!);
      const peers = authorityUrls.filter((_, other) => other !== index).join(",");
      return hire(name, wallet.privateKey, ["authority", "run", "--port", port, "--peers", peers, "--step-in", "3"]);
    }),
  );
  const meters = await Promise.all(
    people.collectors.map(({ name, wallet }, index) => {
      const keys = buyersOf(people, index).map(
        (buyer) => `meter ${buyer + 1}=${people.meters[buyer]!.wallet.privateKey}`,
      );
      // What is bought of what a meter reads may be a small part.
      const interval = ["--interval", String(PERIOD_SECONDS), "--max-multiple", "1000"];
      const command = ["meter", "run", "--file", meterFile(folder, name), ...interval];
      return hire(name, wallet.privateKey, command, { WATTLANE_METER_KEYS: keys.join(",") });
    }),
  );
  const observer = await hire("observer", people.operator.wallet.privateKey, ["observer", "run"]);
  return { authorities, authorityUrls, meters, observer, observerData: join(folder, "observer") };
}

/** Which buyers' meters a collector reads. */
function buyersOf({ buyers, collectors }: People, collector: number): number[] {
  return [...buyers.keys()].filter((buyer) => buyer % collectors.length === collector);
}

function meterFile(folder: string, collector: string): string {
  return join(folder, `${collector.replaceAll(" ", "-")}.csv`);
}

/** Writes what the meters read in the day's periods to the collectors' files. */
export async function writeReadings(people: People, day: Day, folder: string): Promise<void> {
  for (const [index, { name }] of people.collectors.entries()) {
    const rows = buyersOf(people, index).flatMap((buyer) =>
      Array.from({ length: day.periods }, (_, period) => {
        const time = new Date(deliveryOf(day, period).start * 1000).toISOString();
        const wh = meteredWh(day, people.buyers[buyer]!.name, period);
        return `${time},meter ${buyer + 1},${Number(wh) / 1000}`;
      }),
    );
    await writeFile(meterFile(folder, name), `${["timestamp,meter,energy_kwh", ...rows].join("\n")}\n`);
  }
}

const USER = fileURLToPath(new URL("user.mjs", import.meta.url));
const DEPOSIT = "1000000000";

/** What some users do unlike the others. */
const QUIRKS: Readonly<Record<string, Partial<UserOrders>>> = {
  "buyer 8": { signs: false },
  // Enough for margins, not for what is bought: owes, and then pays from its pocket.
  "buyer 9": { deposit: "100000000" },
  // Not enough for any margin.
  "buyer 7": { deposit: "1000000" },
};

/** Sellers that sign their offers off chain. */
const OFF_CHAIN = new Set(["seller 2", "seller 5", "seller 8"]);

/** Makes the users ready to be started, all but the last seller and the last buyer, who type. */
export function hireUsers(
  town: Town,
  people: People,
  seed: number,
  authorities: readonly string[],
  folder: string,
): Actor[] {
  const board = join(folder, "board");
  mkdirSync(board);
  return [...people.sellers.slice(0, -1), ...people.buyers.slice(0, -1)].map(({ name }) => {
    const { anvil, record } = town;
    const orders: UserOrders = {
      name,
      seed,
      url: anvil.url,
      record,
      authorities,
      deposit: DEPOSIT,
      signs: true,
      board,
      offersOffChain: OFF_CHAIN.has(name),
      ...QUIRKS[name],
    };
    const env = { WATTLANE_USER_ORDERS: JSON.stringify(orders) };
    return new Actor({ name, args: ["--import", "tsx", USER], env, ready: /"event":"joined"/ }, folder);
  });
}
