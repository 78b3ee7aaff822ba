import type { Outbox } from "../chain/outbox/outbox.js";
import { latestBlock } from "../chain/rpc/answers.js";
import type { NodeClient } from "../chain/rpc/node-client.js";
import type { Health } from "../service/health.js";
import type { MeterAgent } from "./meter.js";
import type { Settler } from "./settler.js";
import type { Watch } from "../service/worker.js";

/** Blocks that a follower may be behind its node: it looks about once a second, and takes a range at a time. */
const BEHIND = 30n;

export interface HealthParts {
  /** Asks once, and not for long. */
  readonly node: NodeClient;
  readonly agent: MeterAgent;
  readonly settler: Settler;
  readonly outbox: Outbox;
  readonly watch: Watch;
}

/** How a meter process is: failing while it cannot know what is due, or not settle it. Readings that wait for rows are no fault. */
export async function meterHealth({ node, agent, settler, outbox, watch }: HealthParts): Promise<Health> {
  const latest = await latestBlock(node);
  const behind = typeof latest === "bigint" ? latest - (agent.head?.number ?? 0n) : undefined;
  const faults = [
    typeof latest === "string" ? `the node is away: ${latest}` : undefined,
    behind !== undefined && behind > BEHIND ? `${behind} blocks behind the node` : undefined,
    watch.problem,
    outbox.problem,
  ].filter((fault) => fault !== undefined);
  return {
    faults,
    facts: {
      headBlock: agent.head?.number,
      headTime: agent.head?.timestamp,
      blocksBehind: behind,
      waiting: agent.waiting,
      settling: settler.underWay,
      pendingTransactions: outbox.pending,
    },
  };
}
