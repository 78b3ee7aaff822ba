import { expect } from "chai";

import type { Clock } from "../../src/service/clock.js";
import { Retry, Worker, type WorkerOptions } from "../../src/service/worker.js";

/** A clock whose sleeps end at once, unless they are long, and which writes them down. */
class QuickClock implements Clock {
  readonly sleeps: number[] = [];
  now(): number {
    return 0;
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(ms);
    if (ms < LONG_MS) return;
    await new Promise((_, reject) => {
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
    });
  }
}

const LONG_MS = 1000;

class Passing extends Error {}

describe("a worker", () => {
  let clock: QuickClock;
  let stop: AbortController;
  let problems: (string | undefined)[];
  beforeEach(() => {
    clock = new QuickClock();
    stop = new AbortController();
    problems = [];
  });

  const optionsOf = (work: () => Promise<void> | void, other: Partial<WorkerOptions> = {}): WorkerOptions => ({
    work,
    clock,
    signal: stop.signal,
    retryMs: (failures) => failures * 10,
    isPassing: (error) => error instanceof Passing,
    onProblem: (problem) => problems.push(problem),
    ...other,
  });

  it("works when it is woken, once for all that came meanwhile, and ends with its signal", async () => {
    let runs = 0;
    const worker = new Worker(
      optionsOf(() => {
        if (++runs === 3) stop.abort();
        if (runs < 3) for (let i = 0; i < 5; i++) worker.wake();
      }),
    );
    worker.wake();
    worker.wake();
    await worker.run();
    expect(runs).to.equal(3);
    expect(clock.sleeps).to.deep.equal([]);
  });

  it("works every so often, and gathers what comes together", async () => {
    let runs = 0;
    const work = () => {
      if (++runs === 2) stop.abort();
    };
    await new Worker(optionsOf(work, { everyMs: 500, gatherMs: 50 })).run();
    expect(clock.sleeps).to.deep.equal([500, 50, 500, 50]);
  });

  it("does not wait when it is woken before its time", async () => {
    const worker = new Worker(
      optionsOf(
        () => {
          stop.abort();
        },
        { everyMs: LONG_MS },
      ),
    );
    const run = worker.run();
    worker.wake();
    await run;
    expect(clock.sleeps).to.deep.equal([LONG_MS]);
  });

  it("tries again after faults that may pass, and reports each problem once", async () => {
    let runs = 0;
    const worker = new Worker(
      optionsOf(() => {
        runs++;
        if (runs <= 3) throw new Passing(runs < 3 ? "away" : "slow");
        expect(worker.problem).to.equal("slow");
      }),
    );
    worker.wake();
    const run = worker.run();
    await new Promise(setImmediate);
    expect(worker.problem).to.equal(undefined);
    stop.abort();
    await run;
    expect(clock.sleeps).to.deep.equal([10, 20, 30]);
    expect(problems).to.deep.equal(["away", "slow", undefined]);
  });

  it("ends by any other fault", async () => {
    const worker = new Worker(
      optionsOf(() => {
        throw new Error("broken");
      }),
    );
    worker.wake();
    const failure = await worker.run().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property("message", "broken");
  });

  it("gives up what it tries again when it is told to stop", async () => {
    const reason = new Error("stop");
    const retry = new Retry(optionsOf(() => undefined));
    const failure = await retry
      .run(() => {
        stop.abort(reason);
        throw new Passing("away");
      })
      .catch((error: unknown) => error);
    expect(failure).to.equal(reason);
  });
});
