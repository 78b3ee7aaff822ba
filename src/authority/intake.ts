import { setImmediate } from "node:timers/promises";

import type { Log } from "../service/json-log.js";
import type { Docket, SignatureOutcome } from "./docket.js";
import type { VerdictJournal } from "./journal.js";
import type { AuthorityMetrics } from "./metrics.js";
import type { SignatureMessage, VerdictMessage } from "./wire.js";

/** What an intake works with. */
interface IntakeParts {
  readonly docket: Docket;
  readonly journal: VerdictJournal;
  readonly metrics: AuthorityMetrics;
  readonly log: Log;
  /** Called when there is something new to act on. */
  readonly wake: () => void;
}

/** Messages checked before other work has its turn: recovering a signer takes a third of a millisecond. */
const AT_ONCE = 25;

/** Takes signatures and verdicts from any sender: each is checked and counted, and signatures are kept. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /**
   * Takes parties' signatures. Those taken are on disk when this returns.
   *
   * @returns what became of each, in their order
   * @throws StorageUnavailable when they cannot be kept: they must be sent again
   */
  async takeSignatures(messages: readonly SignatureMessage[]): Promise<SignatureOutcome[]> {
    const { docket, journal, metrics, wake } = this.#parts;
    const outcomes = await this.#each(messages, (message) => docket.takeSignature(message));
    const taken = outcomes.flatMap((outcome, i) => {
      metrics.received.inc({ kind: "signature", outcome: outcome.kind });
      return outcome.kind === "taken" ? [{ ...(messages[i] as SignatureMessage), party: outcome.party }] : [];
    });
    if (taken.length === 0) return outcomes;
    try {
      journal.keep(taken);
    } catch (error) {
      for (const signature of taken) docket.dropSignature(signature);
      throw error;
    }
    wake();
    return outcomes;
  }

  /** Takes authorities' verdicts. @returns what became of each, in their order */
  async takeVerdicts(messages: readonly VerdictMessage[]) {
    const { docket, metrics, log, wake } = this.#parts;
    const outcomes = await this.#each(messages, (message) => docket.takeVerdict(message));
    for (const [i, outcome] of outcomes.entries()) {
      metrics.received.inc({ kind: "verdict", outcome });
      if (outcome === "contradiction")
        log.warn("an authority contradicts itself", { ...(messages[i] as VerdictMessage) });
    }
    if (outcomes.includes("taken")) wake();
    return outcomes;
  }

  async #each<T, Outcome>(messages: readonly T[], take: (message: T) => Outcome): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const message of messages) {
      outcomes.push(take(message));
      if (outcomes.length % AT_ONCE === 0) await setImmediate();
    }
    return outcomes;
  }
}
