import type { MarketReader } from "../chain/client/market-reader.js";
import { quorum } from "../model/quorum.js";

/** The authorities of one epoch. */
export interface Committee {
  readonly epoch: number;
  /** Addresses with their checksums. */
  readonly members: readonly string[];
  /** How many must approve. */
  readonly quorum: number;
  /** How many end an agreement by refusing it for the same reason. */
  readonly blockingMinority: number;
}

/** Events of a market that change its committee. */
export const COMMITTEE_EVENTS: ReadonlySet<string> = new Set(["AuthorityAdded", "AuthorityRemoved"]);

/** Reads the committee as of the chain's last block. */
export async function readCommittee(reader: MarketReader): Promise<Committee> {
  const { number } = await reader.block();
  const [members, epoch] = await Promise.all([reader.authorities(number), reader.committeeEpoch(number)]);
  const needed = quorum(members.length);
  return { epoch: Number(epoch), members, quorum: needed, blockingMinority: members.length - needed + 1 };
}
