import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import type { ChainState } from "./chain-state.js";

/**
 * What became of a transaction: taken by the node, again, or with a higher fee; on the chain; or its nonce was used by
 * another.
 */
export type TransactionResult = "sent" | "sent again" | "raised" | "mined" | "reverted" | "nonce lost";

/**
 * A daemon's metrics for Prometheus. All names begin with `wattlane_`, and each has the label `daemon`; those of the
 * process (memory, CPU, event loop) are among them.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly rpcErrors: Counter<"kind">;

  constructor(daemon: string) {
    this.registry.setDefaultLabels({ daemon });
    collectDefaultMetrics({ register: this.registry });
    this.rpcErrors = this.counter("rpc_errors_total", "Requests to the node without a usable answer", ["kind"]);
  }

  /** @param name - without `wattlane_` */
  counter<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({
      name: `wattlane_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  /** @param value - asked at every scrape; NaN where it is unknown */
  gauge(name: string, help: string, value: () => number | Promise<number>): void {
    new Gauge({
      name: `wattlane_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await value());
      },
    });
  }

  /** The chain as the daemon follows it. */
  chain(state: ChainState): void {
    this.gauge("head_block", "Last block whose events the daemon has taken", () => Number(state.head?.number ?? NaN));
    this.gauge("lag_blocks", "Blocks that the node has and the daemon has not", () => Number(state.lagBlocks ?? NaN));
    const registers = [this.registry];
    const labelNames = ["node"] as const;
    const heads = new Gauge({
      name: "wattlane_node_head_block",
      help: "Newest block of each of several nodes; none while it does not answer",
      labelNames,
      registers,
      collect() {
        heads.reset();
        for (const { place, head } of state.nodes()) if (head !== undefined) heads.set({ node: place }, Number(head));
      },
    });
    const reads = new Gauge({
      name: "wattlane_node_read",
      help: "1 for the one of several nodes that is read now, 0 for the others",
      labelNames,
      registers,
      collect() {
        reads.reset();
        for (const { place, isRead } of state.nodes()) reads.set({ node: place }, isRead ? 1 : 0);
      },
    });
  }

  /**
   * The account that the daemon sends from.
   *
   * @param balance - in wei
   * @returns the counter of its transactions
   */
  account(pending: () => number, balance: () => Promise<number>): Counter<"result"> {
    this.gauge("pending_transactions", "Transactions sent and not known to be mined", pending);
    this.gauge("balance_wei", "Balance of the account that pays for gas", balance);
    return this.counter("transactions_total", "Transactions by what became of them", ["result"]);
  }
}
