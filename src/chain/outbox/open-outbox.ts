import type { Clock } from "../../service/clock.js";
import { type Backoff, backoffMs } from "../rpc/backoff.js";
import type { NodeClient, Provider } from "../rpc/node-client.js";
import { NodeView } from "./node-view.js";
import { type Errand, type ErrandEnd, Job, type Outbox, type OutboxEvent } from "./outbox.js";
import { Rounds } from "./rounds.js";
import type { Sender } from "./transaction.js";

interface OutboxOptions {
  /** The node. A {@link NodeClient} takes many calls in one message. */
  readonly provider: Provider | NodeClient;
  /** The account that sends, such as an ethers `Wallet`. */
  readonly sender: Sender;
  readonly chainId: bigint;
  readonly clock: Clock;
  /** Ends the outbox: errands that are not done then reject with its reason. */
  readonly signal: AbortSignal;
  /** Blocks from which an errand counts as done, its own included; 2 by default. */
  readonly confirmations?: number | undefined;
  /** Transactions in flight at once; 128 by default. */
  readonly window?: number | undefined;
  /** Blocks without progress after which a fee is raised; 3 by default. */
  readonly patienceBlocks?: number | undefined;
  /** The most to offer for a unit of gas, wei; 1,000 gwei by default. */
  readonly maxFeePerGas?: bigint | undefined;
  /** Time between two looks at the chain while transactions are in flight, ms; 500 by default. */
  readonly pollMs?: number | undefined;
  /**
   * Time without a block after which the chain counts as idle, ms; 30 s by default, more than the block time of any
   * supported chain. On an idle chain, such as one that mines on demand, a mined transaction gets no deeper.
   */
  readonly stillMs?: number | undefined;
  /** Time between two looks while something is wrong; 0.5 s, doubling up to 10 s, by default. */
  readonly backoff?: Backoff | undefined;
  readonly onEvent?: ((event: OutboxEvent) => void) | undefined;
}

/**
 * Opens the outbox of one account. Several outboxes may use one account, in any number of processes: an errand that
 * loses its nonce to another outbox gets a new one.
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

  /** Waits until the time is over, a new errand comes (unless there is a problem), or the outbox ends. */
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
