import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/**
 * Runs jobs on worker threads; a thread gets the next job as soon as it is free. A worker replies to every message with
 * one number.
 *
 * @param worker - the worker's TypeScript file
 * @param jobs - read one by one, so there may be many
 * @param threads - how many to start, at least 1
 * @param take - called with each result, in the order of arrival
 * @throws what a worker throws; the other workers are stopped
 */
export async function runOnThreads(
  worker: URL,
  jobs: Iterable<unknown>,
  threads: number,
  take: (result: number) => void,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  // A thread does not inherit the TypeScript loader that Hardhat registers.
  const execArgv = ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href];
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
