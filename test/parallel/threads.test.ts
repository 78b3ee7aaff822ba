import { expect } from "chai";

import { runOnThreads } from "../../src/parallel/threads.js";

const worker = new URL("./square-worker.ts", import.meta.url);

describe("runOnThreads", () => {
  it("does every job once, however many threads there are", async () => {
    for (const threads of [1, 3]) {
      const results: number[] = [];
      await runOnThreads(worker, [1, 2, 3, 4, 5, 6, 7], threads, (result) => results.push(result));
      expect(results.toSorted((a, b) => a - b)).to.deep.equal([1, 4, 9, 16, 25, 36, 49]);
    }
  });

  it("ends at once when there are no jobs", async () => {
    await runOnThreads(worker, [], 2, () => expect.fail("no job, no result"));
  });

  it("passes on what a worker throws", async () => {
    await expectFailure([2, -1, 3], "no square of -1 here");
  });

  it("does not wait for a worker that has gone", async () => {
    await expectFailure([2, 0], "ended with code 3 before its work was done");
  });
});

async function expectFailure(jobs: readonly number[], message: string): Promise<void> {
  const failure: unknown = await runOnThreads(worker, jobs, 2, () => undefined).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).to.be.instanceOf(Error).with.property("message").that.includes(message);
}
