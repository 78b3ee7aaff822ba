import { expect } from "chai";

import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import type { NodeClient } from "../../../src/chain/rpc/node-client.js";
import { type BlockRef, type ChainStep, type MarketLog, worthKnowing } from "../../../src/market/follow/chain-step.js";
import { followMarket } from "../../../src/market/follow/follow-market.js";
import type { Clock } from "../../../src/service/clock.js";

const POLL_MS = 1_234;
const PATIENCE_MS = 10_000;
const TIMEOUT_MS = 60_000;

/** Stands still between two looks at the head until the test goes on; other waits take no time. */
class PausingClock implements Clock {
  #now = 0;
  #idle = Promise.withResolvers<unknown>();
  #goOn = Promise.withResolvers<unknown>();

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms === TIMEOUT_MS) return new Promise(() => undefined);
    if (ms !== POLL_MS) return;
    this.#idle.resolve(undefined);
    const stopped = new Promise((stop) => signal?.addEventListener("abort", stop));
    await Promise.race([this.#goOn.promise, stopped]);
    signal?.throwIfAborted();
  }

  idle(): Promise<unknown> {
    return this.#idle.promise;
  }

  /** Lets time pass, and one look at the head be taken with all that follows from it. */
  async next(ms: number): Promise<void> {
    this.#now += ms;
    this.#idle = Promise.withResolvers();
    const { resolve } = this.#goOn;
    this.#goOn = Promise.withResolvers();
    resolve(undefined);
    await this.#idle.promise;
  }
}

export type Interceptor = (
  calls: readonly { method: string; params?: readonly unknown[] }[],
  ask: NodeClient["requestMany"],
) => ReturnType<NodeClient["requestMany"]>;

/** A consumer of a follower's steps: it holds what they add up to, and makes sure that each leads on from the last. */
export class Following {
  readonly steps: ChainStep[] = [];
  readonly troubles: string[] = [];
  blocks: readonly BlockRef[];
  logs: MarketLog[] = [];
  /** Comes between the follower and the node. */
  intercept: Interceptor | undefined;
  readonly #clock = new PausingClock();
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;

  constructor(
    url: string,
    options: Pick<Parameters<typeof followMarket>[0], "market" | "abi" | "fromBlock"> &
      Partial<Parameters<typeof followMarket>[0]>,
    before?: Following,
  ) {
    this.blocks = before?.blocks ?? [];
    this.logs = before?.logs ?? [];
    const clock = this.#clock;
    const signal = this.#stop.signal;
    const limits = { timeoutMs: TIMEOUT_MS, maxBytes: 10_000_000 };
    const node = httpNodeClient({ url, clock, signal, limits, tries: 2 });
    const client: NodeClient = {
      request: (call) => node.request(call),
      requestMany: (calls, how) => {
        const ask: NodeClient["requestMany"] = (some) => node.requestMany(some, how);
        return this.intercept === undefined ? ask(calls) : this.intercept(calls, ask);
      },
    };
    const steps = followMarket({
      client,
      clock,
      signal,
      known: worthKnowing(this.blocks),
      pollMs: POLL_MS,
      patienceMs: PATIENCE_MS,
      onTrouble: ({ message }) => this.troubles.push(message),
      ...options,
    });
    this.#ended = this.#take(steps).catch((error: unknown) => error);
  }

  /** Waits until there is nothing more to see; the follower then stands still. */
  async caughtUp(): Promise<this> {
    await Promise.race([this.#clock.idle(), this.#ended]);
    return this;
  }

  /** Goes on, one look at the head, `ms` later. */
  async look(ms = POLL_MS): Promise<this> {
    await Promise.race([this.#clock.next(ms), this.#ended]);
    return this;
  }

  /** Takes the steps since the last time. */
  newSteps(): ChainStep[] {
    return this.steps.splice(0);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("stopped"));
    expect(await this.#ended).to.equal(undefined);
  }

  /** What the follower ends with. */
  failure(): Promise<unknown> {
    return this.#ended;
  }

  async #take(steps: AsyncIterable<ChainStep>): Promise<void> {
    for await (const step of steps) {
      this.steps.push(step);
      if (step.kind === "undone") this.#undo(step.ancestor);
      else this.#grow(step);
    }
  }

  #undo(ancestor: BlockRef): void {
    expect(this.blocks).to.deep.include(ancestor);
    expect(this.blocks.at(-1)).not.to.deep.equal(ancestor);
    this.blocks = this.blocks.filter(({ number }) => number <= ancestor.number);
    this.logs = this.logs.filter(({ block }) => block.number <= ancestor.number);
  }

  #grow({ head, recent, logs }: ChainStep & { kind: "grown" }): void {
    const tip = this.blocks.at(-1);
    expect(recent.at(-1)).to.deep.equal(head);
    for (const { block } of logs) {
      expect(block.number > (tip?.number ?? -1n) && block.number <= head.number, "of blocks of the step").to.equal(
        true,
      );
    }
    this.blocks = [...this.blocks, ...recent];
    this.logs = [...this.logs, ...logs];
  }
}
