import type { Registry } from "prom-client";

import type { ChainState } from "./chain-state.js";
import { jsonReply, type Route } from "./http-service.js";

/** What a daemon says about its own work. */
export interface Health {
  /** What keeps it from its work now, a short sentence each; none when all is well. */
  readonly problems: readonly string[];
  /** What else is worth knowing, such as how many agreements wait. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Which daemon it is, and for which market. */
interface DaemonIdentity {
  readonly daemon: string;
  /** Of the product. */
  readonly version: string;
  /** The chain's id and the market's address; undefined until the market is found. */
  readonly chain: string | undefined;
  readonly market: string | undefined;
}

/**
 * What every daemon answers: `GET /health`, 200 or 503 when there are problems, see `schemas/health.schema.json`;
 * `GET /metrics`, for Prometheus.
 */
export function watchRoutes(
  registry: Registry,
  about: () => { readonly identity: DaemonIdentity; readonly state: ChainState; readonly own: Health },
): Route[] {
  return [
    {
      method: "GET",
      path: "/health",
      handle() {
        const { identity, state, own } = about();
        const problems = [...state.problems, ...own.problems];
        const { daemon, version, chain = null, market = null } = identity;
        const head = state.head && { block: Number(state.head.number), time: timeOf(state.head.timestamp) };
        const lagBlocks = state.lagBlocks === undefined ? null : Number(state.lagBlocks);
        const status = problems.length === 0 ? "ok" : "failing";
        const common = { status, problems, daemon, version, chain, market, head: head ?? null, lagBlocks };
        const nodes = state.nodes().map(({ place, isRead, head, problem = null }) => {
          return { node: place, read: isRead, block: head === undefined ? null : Number(head), problem };
        });
        const several = nodes.length > 1 ? { nodes } : {};
        return jsonReply(status === "ok" ? 200 : 503, { ...common, ...several, ...own.details });
      },
    },
    {
      method: "GET",
      path: "/metrics",
      handle: async () => ({ status: 200, contentType: registry.contentType, body: await registry.metrics() }),
    },
  ];
}

/** ISO 8601, UTC. */
function timeOf(timestamp: bigint): string {
  return new Date(Number(timestamp) * 1000).toISOString().replace(".000Z", "Z");
}
