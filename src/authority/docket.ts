import type { TypedDataDomain } from "../chain/signing/eip712.js";
import { InvalidSignature, recoverSigner } from "../chain/signing/secp256k1.js";
import type { AgreementRecord } from "../market/ledger/records.js";
import type { MarketReader } from "../market/market-reader.js";
import { agreementDigest, statementDigest } from "../market/typed-data.js";
import { quorum } from "../model/review.js";
import { Reason } from "../model/terms.js";
import type { SignatureMessage, VerdictMessage, VerdictWord } from "./wire.js";

/** What became of a party's signature. */
export type SignatureOutcome =
  | { readonly kind: "taken"; readonly party: string }
  /** It is known already, or another of the same party is. */
  | { readonly kind: "known" }
  /** No agreement of that id awaits verification here. */
  | { readonly kind: "unknown" }
  /** Not a signature of one of its parties. */
  | { readonly kind: "foreign" };

/** What became of a verdict. */
type VerdictOutcome =
  /** It counts. */
  | "taken"
  /** It is known already, or the agreement is decided without it. */
  | "known"
  /** No agreement of that id awaits verification here, or it is of another epoch. */
  | "unknown"
  /** Not signed by an authority. */
  | "foreign"
  /** Its signer gave another verdict before, which stands. */
  | "contradiction";

interface Entry extends Case {
  /** What the parties sign. */
  digest: string | undefined;
  /** What authorities sign, by verdict, in the present epoch. */
  readonly verdictDigests: Map<string, string>;
  /** What the verdicts have decided. */
  decision: Decision | undefined;
  /** Signatures already found to be from neither party nor an authority; skipped. */
  readonly foreign: Set<string>;
}

/** Foreign signatures remembered for an agreement. */
const FOREIGN_KEPT = 64;

/**
 * The agreements that await verification, with the parties' signatures and the authorities' verdicts received for them.
 * Each message is checked by recovering its signer; its sender does not matter.
 */
export class Docket {
  readonly #domain: TypedDataDomain;
  readonly #deadlineOf: (record: AgreementRecord) => bigint;
  readonly #entries = new Map<string, Entry>();
  #committee: Committee | undefined;

  constructor(domain: TypedDataDomain, deadlineOf: (record: AgreementRecord) => bigint) {
    this.#domain = domain;
    this.#deadlineOf = deadlineOf;
  }

  get committee(): Committee | undefined {
    return this.#committee;
  }

  /** Takes the committee whose verdicts count. Verdicts of another epoch are dropped. */
  convene(committee: Committee): void {
    const changed = committee.epoch !== this.#committee?.epoch;
    this.#committee = committee;
    if (!changed) return;
    for (const entry of this.#entries.values()) {
      entry.verdicts.clear();
      entry.verdictDigests.clear();
      entry.decision = undefined;
    }
  }

  /** Makes the docket hold these agreements and no others. @returns those that are new, and those that are gone */
  sync(records: readonly AgreementRecord[]): { readonly opened: Case[]; readonly closed: Case[] } {
    const wanted = new Set(records.map(({ id }) => id));
    const closed = [...this.#entries.values()].filter(({ id }) => !wanted.has(id));
    for (const { id } of closed) this.#entries.delete(id);
    const opened = records.filter(({ id }) => !this.#entries.has(id)).map((record) => this.#open(record));
    return { opened, closed };
  }

  #open(record: AgreementRecord): Entry {
    const entry: Entry = {
      id: record.id,
      record,
      deadline: this.#deadlineOf(record),
      signatures: new Map(),
      verdicts: new Map(),
      digest: undefined,
      verdictDigests: new Map(),
      decision: undefined,
      foreign: new Set(),
    };
    this.#entries.set(record.id, entry);
    return entry;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(id: string): Case | undefined {
    return this.#entries.get(id);
  }

  cases(): IteratorObject<Case, undefined> {
    return this.#entries.values();
  }

  /** The verdicts that decide a case; undefined until they are known. */
  decision({ id }: Case): Decision | undefined {
    return this.#entries.get(id)?.decision;
  }

  takeSignature({ agreement, signature }: SignatureMessage): SignatureOutcome {
    const entry = this.#entries.get(agreement);
    if (entry === undefined) return { kind: "unknown" };
    const form = signature.toLowerCase();
    if (entry.signatures.values().some((known) => known === form)) return { kind: "known" };
    entry.digest ??= agreementDigest(this.#domain, entry.record.terms);
    const signer = signerOf(entry, entry.digest, form);
    const party = signer === undefined ? undefined : partyOf(entry, signer);
    if (signer === undefined || party === undefined) {
      discard(entry, entry.digest, form);
      return { kind: "foreign" };
    }
    if (entry.signatures.has(party)) return { kind: "known" };
    entry.signatures.set(party, form);
    return { kind: "taken", party: signer };
  }

  /** Takes the signature of a party that was checked before. */
  restoreSignature({ agreement, party, signature }: SignatureMessage & { readonly party: string }): void {
    const entry = this.#entries.get(agreement);
    const role = entry && partyOf(entry, party);
    if (role !== undefined) entry?.signatures.set(role, signature);
  }

  /** Removes a party's signature that could not be kept. */
  dropSignature({ agreement, party }: { readonly agreement: string; readonly party: string }): void {
    const entry = this.#entries.get(agreement);
    const role = entry && partyOf(entry, party);
    if (role !== undefined) entry?.signatures.delete(role);
  }

  takeVerdict(message: VerdictMessage): VerdictOutcome {
    const entry = this.#entries.get(message.agreement);
    const committee = this.#committee;
    if (entry === undefined || committee?.epoch !== message.epoch) return "unknown";
    const form = message.signature.toLowerCase();
    if (entry.verdicts.values().some(({ signature }) => signature === form)) return "known";
    if (entry.decision !== undefined) return "known";
    const digest = this.verdictDigest(entry, message);
    const signer = signerOf(entry, digest, form);
    if (signer === undefined || !committee.members.includes(signer)) {
      discard(entry, digest, form);
      return "foreign";
    }
    const before = entry.verdicts.get(signer);
    if (before !== undefined) return before.verdict === message.verdict ? "known" : "contradiction";
    entry.verdicts.set(signer, { ...message, signature: form });
    entry.decision = decisionOf(entry, committee);
    return "taken";
  }

  /** Takes a verdict whose signer is known: this authority's own. */
  restoreVerdict(signer: string, message: VerdictMessage): void {
    const entry = this.#entries.get(message.agreement);
    if (entry === undefined || this.#committee?.epoch !== message.epoch) return;
    entry.verdicts.set(signer, message);
    entry.decision = decisionOf(entry, this.#committee);
  }

  /** What an authority signs to give a verdict on a case in the present epoch: 32 bytes in hex. */
  verdictDigest({ id }: Case, { verdict, epoch }: Pick<VerdictMessage, "verdict" | "epoch">): string {
    const digests = this.#entries.get(id)?.verdictDigests;
    const known = digests?.get(verdict);
    if (known !== undefined) return known;
    const about = { agreementId: id, epoch: BigInt(epoch) };
    const digest = statementDigest(
      this.#domain,
      verdict === "approve" ? { kind: "approval", ...about } : { kind: "refusal", ...about, reason: REFUSALS[verdict] },
    );
    digests?.set(verdict, digest);
    return digest;
  }
}

function partyOf({ record }: Case, address: string): Party | undefined {
  if (address === record.terms.offer.declarer) return "declarer";
  return address === record.terms.accepter ? "accepter" : undefined;
}

/** The signer; undefined for an invalid signature, or one already found to be foreign. */
function signerOf(entry: Entry, digest: string, signature: string): string | undefined {
  if (entry.foreign.has(digest + signature)) return undefined;
  try {
    return recoverSigner(digest, signature);
  } catch (error) {
    if (error instanceof InvalidSignature) return undefined;
    throw error;
  }
}

function discard({ foreign }: Entry, digest: string, signature: string): void {
  if (foreign.size < FOREIGN_KEPT) foreign.add(digest + signature);
}

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
function decisionOf({ verdicts }: Case, committee: Committee): Decision | undefined {
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
