import { Registry, collectDefaultMetrics } from "prom-client";

/**
 * A registry of a process's metrics for Prometheus, with those of the process itself (memory, CPU, event loop) in it.
 * A daemon adds its own: `new Counter({ name: "wattlane_...", help, registers: [registry] })`.
 */
export function openMetrics(daemon: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ daemon });
  collectDefaultMetrics({ register: registry });
  return registry;
}
