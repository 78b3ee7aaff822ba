import type { MarketAnswer, EmittedEvent } from "../../src/model/market/answer.js";
import { AgreementStatus, nameOf, Outcome, Reason } from "../../src/model/terms.js";

/** What a run has reached: by action how often it was done and refused with which error, and what came of it. */
export class Tally {
  readonly actions = new Map<string, { done: number; readonly refused: Map<string, number> }>();
  /** By event, told apart by its status, reason or outcome. */
  readonly reached = new Map<string, number>();

  count(action: string, answer: MarketAnswer): void {
    const entry = this.actions.get(action) ?? { done: 0, refused: new Map<string, number>() };
    this.actions.set(action, entry);
    if ("reverted" in answer) {
      increment(entry.refused, answer.reverted.name);
      return;
    }
    entry.done++;
    for (const event of answer.events) increment(this.reached, milestoneOf(event));
  }

  /** Every custom error that was provoked. */
  errors(): Set<string> {
    return new Set([...this.actions.values()].flatMap(({ refused }) => [...refused.keys()]));
  }
}

function milestoneOf({ name, args }: EmittedEvent): string {
  if (name === "Accepted") return `Accepted ${nameOf(AgreementStatus, args[6] as bigint)}`;
  if (name === "Voided" || name === "Terminated") return `${name} ${nameOf(Reason, args[1] as bigint)}`;
  if (name === "Settled") return `Settled ${nameOf(Outcome, args[1] as bigint)}${args[4] === 0n ? "" : " with a debt"}`;
  if (name === "DebtPaid") return args[2] === 0n ? "DebtPaid in full" : "DebtPaid in part";
  return name;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
