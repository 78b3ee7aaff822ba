import type { MarketReader } from "../market/market-reader.js";
import type { Outbox } from "../chain/outbox/outbox.js";
import type { MeterEvent } from "./meter-event.js";
import { BATCH, isSigned, settlementErrand, type Settling } from "./settlement-errand.js";

/** Blocks until what was sent, and is not settled all the same, is sent again. */
const REST_BLOCKS = 8n;

export interface SettlerOptions {
  readonly reader: MarketReader;
  readonly outbox: Outbox;
  readonly signal: AbortSignal;
  readonly onEvent: (event: MeterEvent) => void;
}

/** Brings signed readings to the market, each of them in one transaction at a time. */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #underWay = new Set<string>();
  /** Agreements that were sent, by the block from which they may be sent again. */
  readonly #resting = new Map<string, bigint>();

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /** Agreements whose settlement is on its way. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether an agreement may be sent. @param block - the number of the newest block looked at */
  isFree(id: string, block: bigint): boolean {
    return !this.#underWay.has(id) && (this.#resting.get(id) ?? 0n) <= block;
  }

  /** A reorganisation has undone blocks: what was settled in them is to be settled again, now. */
  undone(): void {
    this.#resting.clear();
  }

  /** Sends what is given, in batches; tells their ends by events. */
  settle(settlings: readonly Settling[], block: bigint): void {
    for (let from = 0; from < settlings.length; from += BATCH) {
      void this.#bring(settlings.slice(from, from + BATCH), block);
    }
  }

  async #bring(batch: readonly Settling[], block: bigint): Promise<void> {
    const { reader, outbox, signal, onEvent } = this.#options;
    const ids = batch.map(({ id }) => id);
    for (const id of ids) this.#underWay.add(id);
    onEvent({ kind: "settling", agreements: ids });
    let restsUntil = block + REST_BLOCKS;
    try {
      const end = await outbox.run(settlementErrand(reader, batch));
      const mined = end.kind === "not needed" ? undefined : end;
      if (mined !== undefined) restsUntil = mined.receipt.blockNumber + REST_BLOCKS;
      const signed = await Promise.all(ids.map((id) => isSigned(reader, id)));
      const open = ids.filter((_, i) => signed[i] === true);
      onEvent({
        kind: "settled",
        transactionHash: mined?.transactionHash,
        settled: ids.length - open.length,
        open,
      });
    } catch (error) {
      if (signal.aborted) return;
      onEvent({ kind: "failed", agreements: ids, problem: error instanceof Error ? error.message : String(error) });
    } finally {
      for (const id of ids) {
        this.#underWay.delete(id);
        this.#resting.set(id, restsUntil);
      }
    }
  }
}
