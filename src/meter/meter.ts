import type { MarketReader } from "../market/market-reader.js";
import type { BlockRef, ChainStep } from "../market/follow/chain-step.js";
import { FollowedLedger } from "../market/ledger/followed-ledger.js";
import type { AgreementRecord } from "../market/ledger/records.js";
import { signReading } from "../market/typed-data.js";
import { AgreementStatus } from "../model/terms.js";
import { endedAgreements, meteredFor, type Ended, type Metered } from "./due.js";
import type { MeterEvent } from "./events.js";
import type { HeldReading, HeldReadings } from "./held-readings.js";
import type { Limits } from "./limits.js";
import type { MeterBook } from "./meter-book.js";
import type { MeterKey } from "./meter-keys.js";
import type { JournalPlace, ReadingJournal, SignedReading } from "./journal.js";
import { isSigned, type Settler, type Settling } from "./settler.js";

/** What a meter works with. */
interface MeterOptions {
  readonly reader: MarketReader;
  readonly meters: readonly MeterKey[];
  readonly book: MeterBook;
  readonly limits: Limits;
  readonly journal: ReadingJournal;
  readonly holding: HeldReadings;
  readonly place: JournalPlace;
  readonly settler: Settler;
  readonly onEvent: (event: MeterEvent) => void;
}

/** An ended agreement that can be settled, and at what: as it was signed before, or as its meter reads. */
interface Candidate extends Ended {
  readonly signed: SignedReading | undefined;
  readonly energyWh: bigint;
}

/** Signs the readings of agreements whose delivery has ended, and hands them to the settler. */
export class Meter {
  readonly #options: MeterOptions;
  readonly #followed = new FollowedLedger();
  /** Why agreements wait, as it was reported, so that each reason is reported once. */
  readonly #reported = new Map<string, string>();
  readonly #contradicted = new Set<string>();
  #waiting = 0;
  /** As shown last. */
  #held: readonly HeldReading[] | undefined;

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  /** The newest block whose events are known. */
  get head(): BlockRef | undefined {
    return this.#followed.head;
  }

  /** What shows that events of the market were lost. */
  get gap() {
    return this.#followed.gap;
  }

  /** Ended agreements that could not be read at the last look. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Ended agreements whose readings waited to be allowed at the last look. */
  get held(): number {
    return this.#held?.length ?? 0;
  }

  /** Takes a step of the chain. */
  take(step: ChainStep): void {
    this.#followed.take(step);
    if (step.kind === "undone") this.#options.settler.undone();
  }

  /**
   * Looks for what is due, signs its readings and hands them to the settler.
   *
   * @throws NodeUnavailable, RpcError or StorageUnavailable; what was signed before is in the journal for the next call
   */
  async settleDue(): Promise<void> {
    const { head, ledger } = this.#followed;
    if (head === undefined) return;
    const { meters, settler, reader } = this.#options;
    const candidates: Candidate[] = [];
    const held: HeldReading[] = [];
    let waiting = 0;
    for (const ended of endedAgreements(ledger, meters, head.timestamp)) {
      if (!settler.isFree(ended.agreement.id, head.number)) continue;
      const candidate = await this.#candidateOf(ended, head);
      if (candidate === undefined) waiting += 1;
      else if ("problem" in candidate) held.push(candidate);
      else candidates.push(candidate);
    }
    this.#waiting = waiting;
    this.#hold(held);
    // Another instance may have settled it since: then no signature is needed.
    const open = await Promise.all(candidates.map(({ agreement }) => isSigned(reader, agreement.id)));
    const settlings: Settling[] = [];
    for (const candidate of candidates.filter((_, i) => open[i])) {
      const { id, terms } = candidate.agreement;
      settlings.push({ id, terms, reading: candidate.signed ?? (await this.#sign(candidate)) });
    }
    settler.settle(settlings, head.number);
  }

  /** What an ended agreement is settled at, or what is held; undefined while there is no reading for it. */
  async #candidateOf(ended: Ended, head: BlockRef): Promise<Candidate | HeldReading | undefined> {
    const { journal, place, book, meters, limits, holding } = this.#options;
    const { ledger } = this.#followed;
    const isOpen = (other: AgreementRecord) => this.#isOpen(other, head);
    const metered = await meteredFor(ended, { ledger, book, meters, limits, isOpen });
    const { id } = ended.agreement;
    const signed = journal.signed(place, id);
    if (signed !== undefined) {
      this.#compare(ended, signed, metered);
      return { ...ended, signed, energyWh: signed.energyWh };
    }
    if (metered.kind === "metered") return { ...ended, signed, energyWh: metered.energyWh };
    if (metered.kind !== "held") {
      this.#reportWaiting(ended, metered);
      return undefined;
    }
    const { energyWh, problem } = metered;
    if (holding.isAllowed(place, id, energyWh)) return { ...ended, signed, energyWh };
    return { agreement: id, meter: ended.meter.name, energyWh, problem };
  }

  /** Shows what is held, where that has changed. */
  #hold(held: readonly HeldReading[]): void {
    const { holding, place, onEvent } = this.#options;
    const before = new Set(this.#held?.map(wordsOf));
    const fresh = held.filter((reading) => !before.has(wordsOf(reading)));
    if (fresh.length === 0 && held.length === this.#held?.length) return;
    holding.show(place, held);
    for (const reading of fresh) onEvent({ kind: "held", ...reading });
    this.#held = held;
  }

  async #sign({ agreement: { id }, meter, energyWh }: Candidate): Promise<SignedReading> {
    const { journal, place, reader, onEvent } = this.#options;
    const signature = await signReading(meter.signer, reader.domain, { agreement: id, energyWh });
    const kept = journal.sign(place, id, { energyWh, signature });
    this.#reported.delete(id);
    onEvent({ kind: "signed", agreement: id, meter: meter.name, energyWh: kept.energyWh });
    return kept;
  }

  /** Whether an agreement that awaits verification in the ledger can still become signed. */
  async #isOpen({ id }: AgreementRecord, head: BlockRef): Promise<boolean> {
    const { status, deadline } = await this.#options.reader.agreementState(id);
    return status !== AgreementStatus.AwaitingVerification || deadline >= head.timestamp;
  }

  #compare({ agreement: { id }, meter }: Ended, before: SignedReading, metered: Metered): void {
    if (metered.kind !== "metered" && metered.kind !== "held") return;
    if (metered.energyWh === before.energyWh || this.#contradicted.has(id)) return;
    this.#contradicted.add(id);
    const { energyWh: nowWh } = metered;
    this.#options.onEvent({
      kind: "contradiction",
      agreement: id,
      meter: meter.name,
      signedWh: before.energyWh,
      nowWh,
    });
  }

  #reportWaiting({ agreement: { id }, meter }: Ended, reason: Exclude<Metered, { kind: "metered" | "held" }>): void {
    const words = Object.values(reason).join(" ");
    if (this.#reported.get(id) === words) return;
    this.#reported.set(id, words);
    this.#options.onEvent({ kind: "waiting", agreement: id, meter: meter.name, reason });
  }
}

function wordsOf({ agreement, energyWh, problem }: HeldReading): string {
  return `${agreement} ${energyWh} ${problem}`;
}
