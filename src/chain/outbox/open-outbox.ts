import type { Clock } from "../../service/clock.js";
import { type Backoff, backoffMs } from "../rpc/backoff.js";
import type { NodeClient, Provider } from "../rpc/node-client.js";
import { NodeView } from "./node-view.js";
import { type Errand, type ErrandEnd, Job, type Outbox, type OutboxEvent } from "./outbox.js";
import { Rounds } from "./rounds.js";
import type { Sender } from "./transaction.js";

export interface OutboxOptions {
  /** The node; many at once are sent in one message when it is a {@link NodeClient}. */
  readonly provider: Provider | NodeClient;
  /** Who sends, such as an ethers `Wallet`. */
  readonly sender: Sender;
  readonly chainId: bigint;
  readonly clock: Clock;
  /** Ends the outbox: whatever is not done then rejects with its reason. */
  readonly signal: AbortSignal;
  /** How many blocks deep an errand is done, its own included; 2 without it. */
  readonly confirmations?: number | undefined;
  /** Transactions under way at once; 128 without it. */
  readonly window?: number | undefined;
  /** Blocks without progress after which a fee is raised; 3 without it. */
  readonly patienceBlocks?: number | undefined;
  /** The most to offer for a unit of gas, wei; 1,000 gwei without it. */
  readonly maxFeePerGas?: bigint | undefined;
  /** Time between looks at the chain while anything is under way, ms; 500 without it. */
  readonly pollMs?: number | undefined;
  /**
   * A chain that makes no block for so long stands still, as one that mines on demand does: what is mined is then as deep
   * as it will get. ms; 30 s without it, which is more than the time between the blocks of any chain meant here.
   */
  readonly stillMs?: number | undefined;
  /** Waits between looks while something is wrong; 0.5 s, doubling up to 10 s, without it. */
  readonly backoff?: Backoff | undefined;
  readonly onEvent?: ((event: OutboxEvent) => void) | undefined;
}

/**
 * Opens the outbox of one account. Several may be open for the same account, in any number of processes: they lose nonces
 * to each other, and give their errands new ones.
 */
export function openOutbox(options: OutboxOptions): Outbox {
  return new KeyedOutbox(options);
}

class KeyedOutbox implements Outbox {
  readonly #rounds: Rounds;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #pollMs: number;
  readonly #backoff: Backoff;
  readonly #onEvent: (event: OutboxEvent) => void;
  #wake = new AbortController();
  #problem: string | undefined;

  constructor({ provider, sender, chainId, clock, signal, onEvent = () => undefined, ...options }: OutboxOptions) {
    this.#clock = clock;
    this.#signal = signal;
    this.#pollMs = options.pollMs ?? 500;
    this.#backoff = options.backoff ?? { firstMs: 500, longestMs: 10_000 };
    this.#onEvent = onEvent;
    this.#rounds = new Rounds({
      view: new NodeView(provider, sender.address),
      provider,
      sender,
      chainId,
      onEvent,
      confirmations: BigInt(options.confirmations ?? 2),
      window: options.window ?? 128,
      patienceBlocks: BigInt(options.patienceBlocks ?? 3),
      maxFeePerGas: options.maxFeePerGas ?? 1_000_000_000_000n,
      stillMs: options.stillMs ?? 30_000,
    });
    void this.#work();
  }

  run(errand: Errand): Promise<ErrandEnd> {
    const job = new Job(errand);
    if (this.#signal.aborted) job.fail(this.#signal.reason);
    else this.#rounds.add(job);
    this.#wake.abort();
    return job.ended;
  }

  get pending(): number {
    return this.#rounds.pending;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  async #work(): Promise<void> {
    for (let failures = 0; !this.#signal.aborted;) {
      this.#wake = new AbortController();
      if (this.#rounds.idle) {
        await this.#rest(undefined);
        continue;
      }
      const problem = await this.#round();
      failures = problem === undefined ? 0 : failures + 1;
      await this.#rest(
        problem === undefined ? this.#pollMs : backoffMs(failures, this.#backoff),
        problem !== undefined,
      );
    }
    this.#rounds.fail(this.#signal.reason);
  }

  async #round(): Promise<string | undefined> {
    let problem: string | undefined;
    try {
      problem = await this.#rounds.round(this.#clock.now());
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (problem !== this.#problem && !this.#signal.aborted) {
      this.#problem = problem;
      this.#onEvent({ kind: "problem", problem });
    }
    return problem;
  }

  /** Waits until the time is over, a new errand came (unless there is trouble anyway), or the outbox is to end. */
  async #rest(ms: number | undefined, troubled = false): Promise<void> {
    const until = troubled ? this.#signal : AbortSignal.any([this.#signal, this.#wake.signal]);
    if (ms !== undefined) {
      await this.#clock.sleep(ms, until).catch(() => undefined);
    } else if (!until.aborted) {
      await new Promise<void>((resolve) => {
        until.addEventListener("abort", () => {
          resolve();
        });
      });
    }
  }
}
