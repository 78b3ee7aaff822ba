import { setImmediate } from "node:timers/promises";

/** A transaction to be: its sender's account is unlocked on the node. */
export interface Call {
  /** What it is counted as, such as "accept". */
  readonly step: string;
  readonly from: string;
  /** `null` creates a contract. */
  readonly to: string | null;
  readonly data: string;
  /** Gas limit; enough for any step of the market without it. */
  readonly gas?: number;
}

/** Calls in their order; what makes them one by one, when they are asked for, makes them while the node mines. */
export type Calls = Iterable<Call | Promise<Call>> | AsyncIterable<Call>;

/** Cuts calls into blocks of a size, each made when it is asked for. */
export async function* blocksOf(calls: Calls, size: number): AsyncGenerator<Call[], undefined> {
  let block: Call[] = [];
  for await (const call of unhurried(calls)) {
    block.push(call);
    if (block.length < size) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** How long the node's answers may have to wait, ms. */
const HURRY_MS = 1;

/** Lets the node's answers in now and then: otherwise the node would wait until all items are dealt with. */
export async function* unhurried<Item>(
  items: Iterable<Item | Promise<Item>> | AsyncIterable<Item>,
): AsyncGenerator<Item, undefined> {
  let since = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - since < HURRY_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
