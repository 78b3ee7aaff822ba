import { type Errand, ErrandRejected, type Outbox } from "../chain/outbox/outbox.js";
import { keccakOf } from "../chain/signing/keccak.js";
import type { MarketReader } from "../market/market-reader.js";
import { inSignerOrder } from "../market/typed-data.js";
import { AgreementStatus } from "../model/terms.js";
import type { Clock } from "../service/clock.js";
import type { Log } from "../service/json-log.js";
import { type Case, type Committee, type Decision, type Docket, REFUSALS } from "./docket.js";
import type { AuthorityMetrics } from "./metrics.js";
import type { VerdictWord } from "./wire.js";

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

// Gas limits, from what `npm run gas` measures, with room: 107,000 for a verification by five of seven authorities,
// 61,000 for the last check of seven in the traditional market; each further signature takes 6,000.
const GAS = 300_000n;
const GAS_PER_SIGNATURE = 10_000n;

/** Whether an agreement awaits verification, as of the chain's last block. */
async function awaits(reader: MarketReader, id: string): Promise<boolean> {
  return (await reader.agreementState(id)).status === AgreementStatus.AwaitingVerification;
}

/** Ends an agreement whose deadline has passed. */
function expireErrand(reader: MarketReader, { id, record }: Case): Errand {
  const data = reader.coder.callData("expire", [record.terms]);
  return errand(reader, "expire", data, 0, () => awaits(reader, id));
}

/**
 * Submits what the authorities decided to the improved market: both parties' signatures with a quorum's approvals, or a
 * blocking minority's refusals.
 *
 * @param current - whether the committee that decided is still the market's
 * @returns undefined while the parties have not signed what was approved
 */
function decisionErrand(
  reader: MarketReader,
  found: Case,
  { verdict, by }: Decision,
  current: () => boolean,
): Errand | undefined {
  const { id, record, signatures } = found;
  const needed = async () => current() && (await awaits(reader, id));
  if (verdict !== "approve") {
    const data = reader.coder.callData("refuse", [record.terms, REFUSALS[verdict], inSignerOrder(by)]);
    return errand(reader, "refuse", data, by.length, needed);
  }
  const [declarer, accepter] = [signatures.get("declarer"), signatures.get("accepter")];
  if (declarer === undefined || accepter === undefined) return undefined;
  const data = reader.coder.callData("verify", [record.terms, declarer, accepter, inSignerOrder(by)]);
  return errand(reader, "verify", data, by.length, needed);
}

/** The traditional market keeps a bit for each seat that has checked, and above them the epoch. */
const SEAT_BITS = 160n;

/** Submits one authority's verdict to the traditional market, where each verdict is a transaction of its own. */
function checkErrand(
  reader: MarketReader,
  { id, record }: Case,
  verdict: VerdictWord,
  authority: string,
  committee: () => Committee,
): Errand {
  const needed = async () => {
    const { status, verification } = await reader.agreementState(id);
    const { members, epoch } = committee();
    const seat = BigInt(members.indexOf(authority));
    const checked = verification >> SEAT_BITS === BigInt(epoch) && ((verification >> seat) & 1n) === 1n;
    return status === AgreementStatus.AwaitingVerification && seat >= 0n && !checked;
  };
  const [step, args]: readonly ["verify" | "refuse", readonly unknown[]] =
    verdict === "approve" ? ["verify", [record.terms]] : ["refuse", [record.terms, REFUSALS[verdict]]];
  return errand(reader, step, reader.coder.callData(step, args), 0, needed);
}

function errand(
  reader: MarketReader,
  step: string,
  data: string,
  signatures: number,
  needed: () => Promise<boolean>,
): Errand {
  return {
    step,
    to: reader.record.market,
    data,
    gas: GAS + GAS_PER_SIGNATURE * BigInt(signatures),
    needed,
  };
}

/**
 * The order in which authorities submit an agreement's verification: by a hash of the agreement's id and each address.
 * All compute the same order, and each authority is the first for its share of the agreements.
 *
 * @public
 * @returns how many come before `authority`, from 0; -1 when it is not among them
 */
export function rankOf(authority: string, authorities: readonly string[], agreement: string): number {
  const draws = authorities.map((address) => ({ address, draw: keccakOf(agreement.slice(2) + address.slice(2)) }));
  draws.sort((a, b) => (a.draw < b.draw ? -1 : 1));
  return draws.findIndex(({ address }) => address === authority);
}
