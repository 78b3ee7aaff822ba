import type { Counter } from "prom-client";

import type { Metrics } from "../service/metrics.js";
import type { MeterEvent } from "./events.js";
import type { RowResult } from "./feed.js";

/** What a meter's gauges show. */
interface MeterGauges {
  readonly waiting: () => number;
  readonly held: () => number;
  readonly settling: () => number;
}

/** A meter's own metrics. */
export class MeterMetrics {
  readonly #rows: Counter<"result">;
  readonly #readings: Counter<"meter">;
  readonly #settlements: Counter<"result">;
  readonly #contradictions: Counter;

  constructor(metrics: Metrics, { waiting, held, settling }: MeterGauges) {
    this.#rows = metrics.counter("rows_total", "Rows of files and streams: new, known, corrected or wrong", ["result"]);
    this.#readings = metrics.counter("readings_total", "Readings signed", ["meter"]);
    this.#settlements = metrics.counter("settlements_total", "Agreements sent: settled, open or failed", ["result"]);
    this.#contradictions = metrics.counter("contradictions_total", "Signed readings that rows now contradict");
    metrics.gauge("agreements_waiting", "Ended agreements without a reading yet", waiting);
    metrics.gauge("agreements_held", "Ended agreements whose reading waits to be allowed", held);
    metrics.gauge("agreements_settling", "Agreements whose settlement is being sent", settling);
  }

  row(result: RowResult): void {
    this.#rows.inc({ result });
  }

  event(event: MeterEvent): void {
    if (event.kind === "signed") this.#readings.inc({ meter: event.meter });
    else if (event.kind === "contradiction") this.#contradictions.inc();
    else if (event.kind === "failed") this.#settlements.inc({ result: "failed" }, event.agreements.length);
    else if (event.kind === "settled") {
      this.#settlements.inc({ result: "settled" }, event.settled);
      this.#settlements.inc({ result: "open" }, event.open.length);
    }
  }
}
