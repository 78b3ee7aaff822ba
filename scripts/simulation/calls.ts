import { setImmediate } from "node:timers/promises";

/** Gas limit of a step: more than any needs but a verdict of a large committee. */
export const DEFAULT_GAS = 400_000;

/** A transaction to send from an account that is unlocked on the node. */
export interface StepCall {
  /** The step it counts towards, such as "accept". */
  readonly step: string;
  readonly from: string;
  /** `null` creates a contract. */
  readonly to: string | null;
  readonly data: string;
  /** Gas limit; {@link DEFAULT_GAS} without it. */
  readonly gas?: number;
}

/** Calls in order. A lazy iterable makes them while the node mines. */
export type StepCalls = Iterable<StepCall | Promise<StepCall>> | AsyncIterable<StepCall>;

/**
 * Cuts calls into blocks of a size, lazily. A call with more gas than the default takes the place of several, so that
 * a block's gas limit holds them all.
 */
export async function* blocksOf(calls: StepCalls, size: number): AsyncGenerator<StepCall[], undefined> {
  let block: StepCall[] = [];
  let places = 0;
  for await (const call of unhurried(calls)) {
    const taken = Math.max(1, Math.ceil((call.gas ?? 0) / DEFAULT_GAS));
    if (block.length > 0 && places + taken > size) {
      yield block;
      [block, places] = [[], 0];
    }
    block.push(call);
    places += taken;
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
