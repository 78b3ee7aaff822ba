import type { AgreementRecord } from "../market/ledger/records.js";
import type { MarketReader } from "../market/market-reader.js";
import { quorum } from "../model/review.js";
import { Reason } from "../model/terms.js";
import type { VerdictMessage, VerdictWord } from "./wire.js";

/** A party of an agreement, by what it did. */
export type Party = "declarer" | "accepter";

/** An agreement that awaits verification, and what was received for it. */
export interface Case {
  readonly id: string;
  readonly record: AgreementRecord;
  /** The latest moment at which it can be verified, by the chain's clock, s. */
  readonly deadline: bigint;
  /** The parties' signatures, checked. */
  readonly signatures: Map<Party, string>;
  /** The verdicts of the present epoch, checked, by their signers. */
  readonly verdicts: Map<string, VerdictMessage>;
}

/** What a case's verdicts have decided. */
export interface Decision {
  readonly verdict: VerdictWord;
  /** The verdicts that decide it, as many as are needed. */
  readonly by: readonly { readonly signer: string; readonly signature: string }[];
}

/** The market's numbers of the reasons for which authorities refuse. */
export const REFUSALS = { KeyRefused: Reason.KeyRefused, CommitteeRefused: Reason.CommitteeRefused } as const;

/** Whether both parties have signed. */
export function hasBothSignatures({ signatures }: Case): boolean {
  return signatures.size === 2;
}

/**
 * What the verdicts received decide, if anything: a quorum's approvals, or a blocking minority's refusals for one
 * reason.
 */
export function decisionOf({ verdicts }: Case, committee: Committee): Decision | undefined {
  for (const verdict of ["approve", "KeyRefused", "CommitteeRefused"] as const) {
    const needed = verdict === "approve" ? committee.quorum : committee.blockingMinority;
    const alike = [...verdicts].filter(([, given]) => given.verdict === verdict).slice(0, needed);
    if (alike.length === needed) {
      return { verdict, by: alike.map(([signer, { signature }]) => ({ signer, signature })) };
    }
  }
  return undefined;
}

/** The authorities of one epoch. */
export interface Committee {
  readonly epoch: number;
  /** Addresses with their checksums. */
  readonly members: readonly string[];
  /** How many must approve. */
  readonly quorum: number;
  /** How many refusals for the same reason end an agreement. */
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
