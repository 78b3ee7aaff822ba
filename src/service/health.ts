import type { Registry } from "prom-client";

import { jsonReply } from "./reply.js";
import type { Route } from "./route.js";

/** How a daemon is: well while there is nothing wrong. */
export interface Health {
  /** What keeps it from doing its work now, a short sentence each; none when all is well. */
  readonly faults: readonly string[];
  /** What else is worth knowing, such as the block it has come to. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * What every daemon tells: `GET /health`, 200 while well and 503 with the reasons when not, as
 * `{ "status": "ok" | "failing", "faults": [...], ...facts }`; `GET /metrics`, for Prometheus.
 */
export function watchRoutes(registry: Registry, health: () => Promise<Health> | Health): Route[] {
  return [
    {
      method: "GET",
      path: "/health",
      async handle() {
        const { faults, facts } = await health();
        const well = faults.length === 0;
        return jsonReply(well ? 200 : 503, { status: well ? "ok" : "failing", faults, ...facts });
      },
    },
    {
      method: "GET",
      path: "/metrics",
      handle: async () => ({ status: 200, contentType: registry.contentType, body: await registry.metrics() }),
    },
  ];
}
