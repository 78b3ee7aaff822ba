import { quorum } from "../model/review.js";
import type { TimeParameters } from "../model/time-parameters.js";
import { EventQueue } from "./event-queue.js";
import { type Latency, latencyBetween } from "./latency.js";

/** The cost of one verification, from the first request to the verdict that decides it. */
interface CommitteePoll {
  readonly seconds: number;
  readonly messages: number;
  readonly bytes: number;
}

/** The paper's two models. */
export type VerificationModel = "traditional" | "improved";

interface PolledCommittee {
  readonly parameters: Pick<TimeParameters, "authorities" | "parallelChecks" | "tradeCheckSeconds" | "bandwidthMBps">;
  /** Node 0 asks, nodes 1 to n_a are the authorities. */
  readonly latency: Latency;
  /** **Assumed**: a trade's terms with both parties' signatures. */
  readonly requestBytes?: number;
  /** **Assumed**: the trade's hash and one signature. */
  readonly verdictBytes?: number;
}

/**
 * Verifies one trade message by message: a request to each authority, its check, its verdict.
 *
 * The traditional model needs every authority's verdict, whatever R. The improved model needs a quorum's where R is 1;
 * where R is below 1 the system checks by itself, which takes R times as long and no message.
 *
 * @param reliability - R of the trade, 0 to 1; 1 needs a full verification
 */
export function pollCommittee(
  model: VerificationModel,
  reliability: number,
  committee: PolledCommittee,
): CommitteePoll {
  const { authorities } = committee.parameters;
  if (model === "traditional") return pollUntil(authorities, committee);
  const full = pollUntil(quorum(authorities), committee);
  return reliability < 1 ? { seconds: reliability * full.seconds, messages: 0, bytes: 0 } : full;
}

/** The events: a request arrives at an authority, a verdict at the node that asks. */
const REQUEST = 0;
const VERDICT = 1;

/**
 * Time until `needed` verdicts are back. At most k authorities check at a time; the next one is asked when a verdict
 * arrives, and requests are sent one at a time. Without latency and message sizes this is T_c = c * ceil(needed / k).
 */
function pollUntil(
  needed: number,
  { parameters, latency, requestBytes = 500, verdictBytes = 97 }: PolledCommittee,
): CommitteePoll {
  const { authorities, parallelChecks, tradeCheckSeconds, bandwidthMBps } = parameters;
  const queue = new EventQueue();
  let [asked, answered, verdicts, free] = [0, 0, 0, 0];
  const ask = (time: number): void => {
    asked++;
    free = Math.max(time, free) + requestBytes / 1e6 / bandwidthMBps;
    queue.push(free + latencyBetween(latency, 0, asked), REQUEST, asked);
  };
  while (asked < Math.min(parallelChecks, authorities)) ask(0);
  while (verdicts < needed && queue.pop()) {
    const { time, code, from } = queue;
    if (code === REQUEST) {
      answered++;
      const leaves = time + tradeCheckSeconds + verdictBytes / 1e6 / bandwidthMBps;
      queue.push(leaves + latencyBetween(latency, from, 0), VERDICT, from);
    } else {
      verdicts++;
      if (verdicts < needed && asked < authorities) ask(time);
    }
  }
  return { seconds: queue.time, messages: asked + answered, bytes: asked * requestBytes + answered * verdictBytes };
}
