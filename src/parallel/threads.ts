import { Worker } from "node:worker_threads";

/**
 * Gives jobs to worker threads, each thread the next one as soon as it is free. A worker answers every message with
 * one number.
 *
 * @param worker - the worker's TypeScript file
 * @param jobs - taken one by one, so that they may be many
 * @param threads - how many to start, at least 1
 * @param take - gets the results, in the order in which they come
 * @throws what a worker throws; the other workers are stopped
 */
export async function runOnThreads(
  worker: URL,
  jobs: Iterable<unknown>,
  threads: number,
  take: (result: number) => void,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  // A thread does not inherit the loader that Hardhat registers for TypeScript, and names it anew.
  const execArgv = ["--import", import.meta.resolve("tsx/esm")];
  const workers = Array.from({ length: threads }, () => new Worker(worker, { execArgv }));
  try {
    await Promise.all(workers.map((thread) => serve(thread, queue, take)));
  } finally {
    await Promise.all(workers.map((thread) => thread.terminate()));
  }
}

function serve(thread: Worker, queue: Iterator<unknown>, take: (result: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveNext = () => {
      const next = queue.next();
      if (next.done === true) resolve();
      else thread.postMessage(next.value);
    };
    thread.on("message", (result: number) => {
      take(result);
      giveNext();
    });
    thread.once("error", reject);
    thread.once("exit", (code) => {
      reject(new Error(`a worker thread ended with code ${code} before its work was done`));
    });
    giveNext();
  });
}
