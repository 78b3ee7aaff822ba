import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so, for as long as the test may take; asks every few milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
