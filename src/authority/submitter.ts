import { type Errand, ErrandRejected, type Outbox } from "../chain/outbox/outbox.js";
import type { MarketReader } from "../market/market-reader.js";
import type { Clock } from "../service/clock.js";
import type { Log } from "../service/log.js";
import type { Case, Committee } from "./case.js";
import type { Docket } from "./docket.js";
import type { AuthorityMetrics } from "./metrics.js";
import { checkErrand, decisionErrand, expireErrand, rankOf } from "./submission.js";

/** What a submitter works with. */
interface SubmitterParts {
  readonly reader: MarketReader;
  readonly docket: Docket;
  readonly outbox: Outbox;
  /** This authority's address. */
  readonly authority: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: AuthorityMetrics;
  /** How long each authority waits for the one before it, ms. */
  readonly stepInMs: number;
}

/** How far the submission of a case has come. */
interface Progress {
  /** The contract's function. */
  readonly step: string;
  readonly epoch: number;
  /** When it is this authority's turn, ms of its clock. */
  turn: number;
  underWay: boolean;
}

/**
 * Submits what is decided. For each agreement the authorities have an order of their own; the first submits at once,
 * each further one after it has waited for those before. If two submit anyway, the second transaction reverts.
 */
export class Submitter {
  readonly #parts: SubmitterParts;
  readonly #progress = new WeakMap<Case, Progress>();

  constructor(parts: SubmitterParts) {
    this.#parts = parts;
  }

  /** Starts the submissions that are due. @param chainTime - Unix time of the last block, s */
  submit(committee: Committee, chainTime: bigint): void {
    for (const found of this.#parts.docket.cases()) {
      const late = chainTime > found.deadline;
      if (late) this.#pursue(found, committee, "expire", () => expireErrand(this.#parts.reader, found));
      else if (this.#parts.reader.record.kind === "traditional") this.#check(found, committee);
      else this.#decide(found, committee);
    }
  }

  #decide(found: Case, committee: Committee): void {
    const { reader, docket } = this.#parts;
    const decision = docket.decision(found);
    if (decision === undefined) return;
    const current = () => docket.committee?.epoch === committee.epoch;
    const step = decision.verdict === "approve" ? "verify" : "refuse";
    this.#pursue(found, committee, step, () => decisionErrand(reader, found, decision, current));
  }

  /** Each authority submits its own check, so none waits for another. */
  #check(found: Case, committee: Committee): void {
    const { reader, docket, authority } = this.#parts;
    const verdict = found.verdicts.get(authority)?.verdict;
    if (verdict === undefined) return;
    const present = () => docket.committee ?? committee;
    const step = verdict === "approve" ? "verify" : "refuse";
    this.#pursue(
      found,
      committee,
      step,
      () => checkErrand(reader, found, verdict, authority, present),
      () => 0,
    );
  }

  #pursue(
    found: Case,
    committee: Committee,
    step: string,
    make: () => Errand | undefined,
    rank = () => rankOf(this.#parts.authority, committee.members, found.id),
  ): void {
    const { clock, stepInMs } = this.#parts;
    let progress = this.#progress.get(found);
    if (progress?.step !== step || progress.epoch !== committee.epoch) {
      // An authority without a seat comes last.
      const drawn = rank();
      const place = drawn < 0 ? committee.members.length : drawn;
      progress = { step, epoch: committee.epoch, turn: clock.now() + place * stepInMs, underWay: false };
      this.#progress.set(found, progress);
    }
    if (progress.underWay || clock.now() < progress.turn) return;
    const errand = make();
    if (errand !== undefined) void this.#run(found, errand, progress);
  }

  async #run(found: Case, errand: Errand, progress: Progress): Promise<void> {
    const { outbox, signal, log, metrics, clock, stepInMs } = this.#parts;
    const about = { agreement: found.id, step: errand.step };
    progress.underWay = true;
    try {
      const end = await outbox.run(errand);
      metrics.submissions.inc({ step: errand.step, end: end.kind });
      if (end.kind !== "not needed")
        log.info("submitted", { ...about, end: end.kind, transaction: end.transactionHash });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ErrandRejected)) throw error;
      metrics.submissions.inc({ step: errand.step, end: "refused" });
      log.warn("submission refused", { ...about, error: error.message });
    }
    // The case closes when the chain has it; if it does not, another try is due.
    progress.turn = clock.now() + stepInMs;
    progress.underWay = false;
  }
}
