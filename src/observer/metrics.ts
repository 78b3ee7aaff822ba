import type { Counter } from "prom-client";

import type { ChainStep } from "../market/follow/chain-step.js";
import type { Metrics } from "../service/metrics.js";
import type { Observer } from "./observer.js";

/** An observer's own metrics. */
export class ObserverMetrics {
  readonly #events: Counter;
  readonly #reorganisations: Counter;

  constructor(metrics: Metrics, observer: Observer) {
    this.#events = metrics.counter("events_total", "Events written to the index");
    this.#reorganisations = metrics.counter("reorganisations_total", "Reorganisations written to the index");
    metrics.gauge("index_writable", "1 while the index can be written", () => (observer.writable ? 1 : 0));
  }

  took(step: ChainStep): void {
    if (step.kind === "grown") this.#events.inc(step.logs.length);
    else if (step.gap === undefined) this.#reorganisations.inc();
  }
}
