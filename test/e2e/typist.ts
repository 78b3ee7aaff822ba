import { AgreementStatus } from "../../src/model/terms.js";
import { runHardhatIn } from "../support/hardhat.js";
import { deliveryOf, type Day } from "./day.js";
import { until } from "./moments.js";
import type { People, Person } from "./people.js";
import type { Town } from "./town.js";

/** What two users do who type every command: one trade, larger than the caps allow without full verification. */
export class Typists {
  readonly seller: Person;
  readonly buyer: Person;
  readonly #town: Town;

  constructor(town: Town, people: People) {
    this.#town = town;
    this.seller = people.sellers.at(-1)!;
    this.buyer = people.buyers.at(-1)!;
  }

  async join(): Promise<void> {
    await Promise.all(
      [this.seller, this.buyer].map(async (user) => {
        await this.#type(user, "register");
        await this.#type(user, "deposit", "--amount", "1000");
      }),
    );
  }

  /** Declares, accepts, signs twice; and when it is settled, the seller takes its money home. */
  async trade(day: Day, authorities: readonly string[]): Promise<void> {
    // The last period: commands take seconds each.
    const { start, end } = deliveryOf(day, day.periods - 1);
    const [from, to] = [start, end].map((time) => new Date(time * 1000).toISOString()) as [string, string];
    const terms = ["--side", "sell", "--energy", "4000", "--price", "60/MWh", "--from", from, "--to", to];
    const { offer } = (await this.#type(this.seller, "declare", ...terms)) as { offer: string };
    const { agreement } = (await this.#type(this.buyer, "accept", offer, "--yes")) as { agreement: string };
    await Promise.all(
      [this.seller, this.buyer].map((user) =>
        this.#type(user, "verify", agreement, "--authorities", authorities.join(",")),
      ),
    );
    const { reader } = this.#town;
    const isSettled = async () => (await reader.agreementState(agreement)).status === AgreementStatus.Settled;
    const patience = 2 * (end - day.startsAt + day.leadSeconds);
    await until("the delivery is over", async () => (await this.#town.now()) > end, patience);
    await until("the typed trade is settled", isSettled, SETTLED_SECONDS);
    await this.#type(this.seller, "withdraw", "--amount", "all");
  }

  async #type({ wallet }: Person, ...command: readonly string[]): Promise<unknown> {
    const { anvil, recordFile } = this.#town;
    const env = { WATTLANE_RPC_URL: anvil.url, WATTLANE_PRIVATE_KEY: wallet.privateKey };
    const common = ["--network", "live", "--record", recordFile, "--json"];
    const { code, stdout, stderr } = await runHardhatIn(env, "market", ...command, ...common);
    if (code !== 0) throw new Error(`market ${command.join(" ")}: ${stderr}`);
    return JSON.parse(stdout) as unknown;
  }
}

const SETTLED_SECONDS = 40;
