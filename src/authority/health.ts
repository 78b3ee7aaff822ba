import type { Outbox } from "../chain/outbox/outbox.js";
import type { Health } from "../service/health.js";
import type { Authority } from "./authority.js";

/** What keeps an authority from giving verdicts, or its verdicts from a quorum. */
export function authorityHealth({ problem, peers, docket }: Authority, outbox: Outbox): Health {
  const reachable = peers.filter((peer) => peer.problem === undefined).length;
  const quorum = docket.committee?.quorum ?? 1;
  const alone = peers.length > 0 && reachable + 1 < quorum;
  const problems = [
    problem,
    outbox.problem,
    alone ? `${reachable} of ${peers.length} peers answer; a quorum is ${quorum}` : undefined,
  ];
  return {
    problems: problems.filter((each) => each !== undefined),
    details: {
      epoch: docket.committee?.epoch,
      awaiting: docket.size,
      pendingTransactions: outbox.pending,
      peers: Object.fromEntries(peers.map((peer) => [peer.url, peer.problem ?? "ok"])),
    },
  };
}
