import { parentPort } from "node:worker_threads";

/** Squares what it is given; fails on a negative number, goes away on 0. */
parentPort?.on("message", (value: number) => {
  if (value < 0) throw new Error(`no square of ${value} here`);
  if (value === 0) process.exit(3);
  parentPort?.postMessage(value ** 2);
});
