import { Counter, Gauge, type Registry } from "prom-client";

import type { OutboxEvent } from "../chain/outbox/outbox.js";
import type { MeterEvent } from "./meter-event.js";

/** What the gauges show, asked when somebody looks. */
export interface MeterGauges {
  readonly block: () => bigint | undefined;
  readonly waiting: () => number;
  readonly settling: () => number;
  readonly pending: () => number;
}

/** A meter process's numbers for Prometheus. */
export class MeterMetrics {
  readonly #rows: Counter<"result">;
  readonly #readings: Counter<"meter">;
  readonly #settlements: Counter<"result">;
  readonly #contradictions: Counter;
  readonly #transactions: Counter<"result">;
  readonly #nodeFaults: Counter<"fault">;

  constructor(registry: Registry, gauges: MeterGauges) {
    const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
      new Counter({ name: `wattlane_meter_${name}_total`, help, labelNames, registers: [registry] });
    this.#rows = counter("rows", "Rows of files and streams: new, known or wrong", "result");
    this.#readings = counter("readings", "Readings signed", "meter");
    this.#settlements = counter("settlements", "Agreements sent to be settled: settled, open or failed", "result");
    this.#contradictions = counter("contradictions", "Readings that rows now contradict; what was signed stands");
    this.#transactions = counter("transactions", "Transactions: sent, sent again, raised or nonce lost", "result");
    this.#nodeFaults = counter("node_faults", "Tries that brought no usable answer from the node", "fault");
    gauge(registry, "block", "The newest block whose events are known", () => Number(gauges.block() ?? 0n));
    gauge(registry, "waiting", "Ended agreements that cannot be read yet", gauges.waiting);
    gauge(registry, "settling", "Agreements whose settlement is on its way", gauges.settling);
    gauge(registry, "pending_transactions", "Transactions sent and not known to be mined", gauges.pending);
  }

  row(result: "new" | "known" | "wrong"): void {
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

  transaction({ kind }: OutboxEvent): void {
    if (kind !== "problem") this.#transactions.inc({ result: kind });
  }

  nodeFault(fault: string): void {
    this.#nodeFaults.inc({ fault });
  }
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name: `wattlane_meter_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}
