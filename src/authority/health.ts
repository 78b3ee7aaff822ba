import { latestBlock } from "../chain/rpc/answers.js";
import type { NodeClient } from "../chain/rpc/node-client.js";
import type { Outbox } from "../chain/outbox/outbox.js";
import type { Health } from "../service/health.js";
import type { Authority } from "./authority.js";

/** Blocks that a follower may be behind its node: it looks about once a second, and takes a range at a time. */
const BEHIND = 30n;

/**
 * How an authority is: failing while it cannot give verdicts, or while its verdicts cannot come to a quorum.
 *
 * @param node - asks once, and not for long
 */
export async function authorityHealth(authority: Authority, node: NodeClient, outbox: Outbox): Promise<Health> {
  const { head, problem, peers, docket } = authority;
  const latest = await latestBlock(node);
  const behind = typeof latest === "bigint" ? latest - (head?.number ?? 0n) : undefined;
  const reachable = peers.filter((peer) => peer.problem === undefined).length;
  const quorum = docket.committee?.quorum ?? 1;
  const faults = [
    typeof latest === "string" ? `the node is away: ${latest}` : undefined,
    behind !== undefined && behind > BEHIND ? `${behind} blocks behind the node` : undefined,
    problem,
    outbox.problem,
    peers.length > 0 && reachable + 1 < quorum
      ? `${reachable} of ${peers.length} peers answer, and a quorum is ${quorum}`
      : undefined,
  ].filter((fault) => fault !== undefined);
  return {
    faults,
    facts: {
      headBlock: head?.number,
      headTime: head?.timestamp,
      blocksBehind: behind,
      epoch: docket.committee?.epoch,
      awaiting: docket.size,
      pendingTransactions: outbox.pending,
      peers: Object.fromEntries(peers.map(({ url, problem: wrong }) => [url, wrong ?? "ok"])),
    },
  };
}
