import { Counter, Gauge, type Registry } from "prom-client";

import type { ChainStep } from "../market/follow/chain-step.js";
import type { NodeFault } from "../chain/rpc/node-fault.js";
import type { ObserverState } from "./health.js";

/** What an observer tells Prometheus. */
export class ObserverMetrics {
  readonly #events: Counter;
  readonly #reorganisations: Counter;
  readonly #faults: Counter;

  constructor(registry: Registry, state: ObserverState) {
    const registers = [registry];
    this.#events = new Counter({ name: "wattlane_observer_events_total", help: "Events written", registers });
    this.#reorganisations = new Counter({
      name: "wattlane_observer_reorganisations_total",
      help: "Reorganisations written",
      registers,
    });
    this.#faults = new Counter({
      name: "wattlane_node_faults_total",
      help: "Requests to the node that brought no usable answer, by kind of fault",
      labelNames: ["kind"],
      registers,
    });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    gauge("wattlane_observer_block", "Last block in the record", () => Number(state.recorded?.number ?? -1n));
    gauge("wattlane_observer_lag_blocks", "Blocks that the node has and the record has not", () =>
      Number(state.lagBlocks ?? 0n),
    );
    gauge("wattlane_observer_writable", "1 while the record can be written", () =>
      state.recordFault === undefined ? 1 : 0,
    );
  }

  took(step: ChainStep): void {
    if (step.kind === "undone") this.#reorganisations.inc();
    else this.#events.inc(step.logs.length);
  }

  fault({ kind }: NodeFault): void {
    this.#faults.inc({ kind });
  }
}
