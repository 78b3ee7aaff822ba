import type { Counter } from "prom-client";

import type { Metrics } from "../service/metrics.js";

/** What an authority counts. */
export interface AuthorityMetrics {
  /** Agreements that began to await verification. */
  readonly seen: Counter;
  /** Its own verdicts, by verdict. */
  readonly verdicts: Counter<"verdict">;
  /** Messages from outside, by kind (signature, verdict) and what became of them. */
  readonly received: Counter<"kind" | "outcome">;
  /** Transactions for agreements, by step and how they ended. */
  readonly submissions: Counter<"step" | "end">;
  /** Exchanges with a peer that failed. */
  readonly peerErrors: Counter<"peer">;
}

/** What an authority's gauges show. */
interface AuthorityGauges {
  readonly awaiting: () => number;
  readonly epoch: () => number;
  readonly peersReachable: () => number;
  readonly journal: () => { readonly verdicts: number; readonly signatures: number };
}

/** Makes an authority's own counters. */
export function authorityMetrics(metrics: Metrics): AuthorityMetrics {
  return {
    seen: metrics.counter("agreements_seen_total", "Agreements that began to await verification"),
    verdicts: metrics.counter("verdicts_total", "Own verdicts", ["verdict"]),
    received: metrics.counter("received_total", "Signatures and verdicts received", ["kind", "outcome"]),
    submissions: metrics.counter("submissions_total", "Transactions for agreements", ["step", "end"]),
    peerErrors: metrics.counter("peer_errors_total", "Exchanges with a peer that failed", ["peer"]),
  };
}

/** Makes an authority's own gauges. */
export function authorityGauges(metrics: Metrics, gauges: AuthorityGauges): void {
  metrics.gauge("agreements_awaiting", "Agreements that await verification", gauges.awaiting);
  metrics.gauge("committee_epoch", "The committee's epoch", gauges.epoch);
  metrics.gauge("peers_reachable", "Peers whose last exchange succeeded", gauges.peersReachable);
  metrics.gauge("journal_verdicts", "Verdicts in the journal", () => gauges.journal().verdicts);
  metrics.gauge("journal_signatures", "Parties' signatures in the journal", () => gauges.journal().signatures);
}
