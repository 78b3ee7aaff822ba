import { Counter, Gauge, type Registry } from "prom-client";

/** What an authority counts. */
export interface AuthorityMetrics {
  /** Agreements that began to await verification. */
  readonly seen: Counter;
  /** Its own verdicts, by verdict. */
  readonly verdicts: Counter<"verdict">;
  /** What came from outside, by kind (signature, verdict) and what became of it. */
  readonly received: Counter<"kind" | "outcome">;
  /** Transactions for agreements, by step and how they ended. */
  readonly submissions: Counter<"step" | "end">;
  /** Exchanges with a peer that failed. */
  readonly peerErrors: Counter<"peer">;
  /** Questions to the node that brought no answer, by what went wrong. */
  readonly rpcErrors: Counter<"kind">;
}

/** What is measured when somebody asks. */
export interface AuthorityGauges {
  readonly awaiting: () => number;
  readonly pending: () => number;
  readonly head: () => number;
  readonly epoch: () => number;
  readonly peersReachable: () => number;
  readonly journal: () => { readonly verdicts: number; readonly signatures: number };
}

/** Makes an authority's counters in a registry. */
export function authorityMetrics(registry: Registry): AuthorityMetrics {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name: `wattlane_authority_${name}`, help, labelNames: [...labelNames], registers });
  return {
    seen: counter("agreements_seen_total", "Agreements that began to await verification", []),
    verdicts: counter("verdicts_total", "Own verdicts", ["verdict"]),
    received: counter("received_total", "Signatures and verdicts that came", ["kind", "outcome"]),
    submissions: counter("submissions_total", "Transactions for agreements", ["step", "end"]),
    peerErrors: counter("peer_errors_total", "Exchanges with a peer that failed", ["peer"]),
    rpcErrors: counter("rpc_errors_total", "Questions to the node that brought no answer", ["kind"]),
  };
}

/** Makes an authority's gauges in a registry. */
export function authorityGauges(registry: Registry, gauges: AuthorityGauges): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `wattlane_authority_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge("awaiting", "Agreements that await verification", gauges.awaiting);
  gauge("pending_transactions", "Transactions sent and not known to be mined", gauges.pending);
  gauge("head_block", "Last block that was followed", gauges.head);
  gauge("epoch", "The committee's epoch", gauges.epoch);
  gauge("peers_reachable", "Peers whose last exchange went well", gauges.peersReachable);
  gauge("journal_verdicts", "Verdicts in the journal", () => gauges.journal().verdicts);
  gauge("journal_signatures", "Parties' signatures in the journal", () => gauges.journal().signatures);
}
