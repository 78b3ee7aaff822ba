import type { Errand, Outbox } from "../chain/outbox/outbox.js";
import type { MarketReader } from "../market/market-reader.js";
import { AgreementStatus, type Agreement } from "../model/terms.js";
import type { MeterEvent } from "./events.js";
import type { SignedReading } from "./journal.js";

/** An agreement with its signed reading: all that settling it takes. */
export interface Settling {
  readonly id: string;
  readonly terms: Agreement;
  readonly reading: SignedReading;
}

/** Settlements in one transaction: at {@link GAS_EACH} well below what a transaction may use, 2^24 gas (EIP-7825). */
const BATCH = 50;
/** More than any settlement uses, even one that leaves a debt; unused gas is not paid for. */
const GAS_EACH = 100_000n;
const GAS_START = 100_000n;
/** Blocks until an agreement that was sent and is still not settled is sent again. */
const REST_BLOCKS = 8n;

interface SettlerOptions {
  readonly reader: MarketReader;
  readonly outbox: Outbox;
  readonly signal: AbortSignal;
  readonly onEvent: (event: MeterEvent) => void;
}

/** Sends signed readings to the market, each in one transaction at a time. */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #underWay = new Set<string>();
  /** Agreements that were sent, by the block from which they may be sent again. */
  readonly #resting = new Map<string, bigint>();

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /** Agreements whose settlement is being sent. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether an agreement may be sent. @param block - the number of the newest block looked at */
  isFree(id: string, block: bigint): boolean {
    return !this.#underWay.has(id) && (this.#resting.get(id) ?? 0n) <= block;
  }

  /** A reorganisation undid blocks: what was settled in them may be sent again at once. */
  undone(): void {
    this.#resting.clear();
  }

  /** Sends settlements in batches; an event reports how each ended. */
  settle(settlings: readonly Settling[], block: bigint): void {
    for (let from = 0; from < settlings.length; from += BATCH) {
      void this.#send(settlings.slice(from, from + BATCH), block);
    }
  }

  async #send(batch: readonly Settling[], block: bigint): Promise<void> {
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
      const open = ids.filter((_, i) => signed[i]);
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

/** Settles many agreements by one transaction; the market skips those that cannot be settled. */
function settlementErrand(reader: MarketReader, settlings: readonly Settling[]): Errand {
  const settlements = settlings.map(({ terms, reading: { energyWh, signature } }) => ({
    agreement: terms,
    energyWh,
    meterSignature: signature,
  }));
  return {
    step: "settle",
    to: reader.record.market,
    data: reader.coder.callData("settleMany", [settlements]),
    gas: GAS_START + GAS_EACH * BigInt(settlings.length),
    needed: async () => {
      const open = await Promise.all(settlings.map(({ id }) => isSigned(reader, id)));
      return open.includes(true);
    },
  };
}

/** Whether the market would settle an agreement: it is signed, and not settled. */
export async function isSigned(reader: MarketReader, id: string): Promise<boolean> {
  return (await reader.agreementState(id)).status === AgreementStatus.Signed;
}
