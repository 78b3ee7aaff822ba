import { setImmediate } from "node:timers/promises";

/** A transaction to send from an account that is unlocked on the node. */
export interface StepCall {
  /** The step it counts towards, such as "accept". */
  readonly step: string;
  readonly from: string;
  /** `null` creates a contract. */
  readonly to: string | null;
  readonly data: string;
  /** Gas limit; the default is enough for any step of the market. */
  readonly gas?: number;
}

/** Calls in order. A lazy iterable makes them while the node mines. */
export type StepCalls = Iterable<StepCall | Promise<StepCall>> | AsyncIterable<StepCall>;

/** Cuts calls into blocks of a size, lazily. */
export async function* blocksOf(calls: StepCalls, size: number): AsyncGenerator<StepCall[], undefined> {
  let block: StepCall[] = [];
  for await (const call of unhurried(calls)) {
    block.push(call);
    if (block.length < size) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** The longest time without a turn of the event loop, ms. */
const TURN_MS = 1;

/** Yields items, and lets the event loop turn now and then so that the node's answers get through. */
export async function* unhurried<T>(items: Iterable<T | Promise<T>> | AsyncIterable<T>): AsyncGenerator<T, undefined> {
  let since = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
