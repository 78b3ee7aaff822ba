import type { NodeClient } from "../chain/rpc/node-client.js";
import type { MarketReader } from "../market/market-reader.js";
import { type Account, usageOf } from "../model/market/state.js";
import { beyondCaps, reviewAgreement } from "../model/review.js";
import { Reason } from "../model/terms.js";
import type { Log, LogFields } from "../service/log.js";
import { type Case, type Committee, hasBothSignatures } from "./case.js";
import type { Docket } from "./docket.js";
import { type CaseFacts, readFacts } from "./facts.js";
import type { GivenVerdict, VerdictJournal } from "./journal.js";
import type { VerdictMessage, VerdictWord } from "./wire.js";

/** Signs verdicts with the key of its address. */
export interface VerdictSigner {
  readonly address: string;
  /** @param digest - 32 bytes in hex @returns 65 bytes in hex */
  signDigest(digest: string): string;
}

interface JudgeParts {
  readonly node: NodeClient;
  readonly reader: MarketReader;
  readonly docket: Docket;
  readonly journal: VerdictJournal;
  readonly signer: VerdictSigner;
  readonly log: Log;
}

/** Gives this authority's verdicts: each is reviewed, written to the journal, and only then sent. */
export class Judge {
  readonly #parts: JudgeParts;
  /** The epoch for which the journal was read. */
  readonly #asked = new WeakMap<Case, number>();
  /** The block at which a case was reviewed last. */
  readonly #reviewed = new WeakMap<Case, bigint>();

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * Gives the verdicts that can be given now, on cases that have none of this authority yet. A verdict in the journal
   * stands, even if a review would differ now.
   *
   * @param head - the last block known: a case that could not be decided is reviewed again at the next block
   * @returns the verdicts that are new to the docket
   * @throws NodeUnavailable, RpcError or StorageUnavailable: then none was given, and the next call tries again
   */
  async give({ members, epoch }: Committee, head: bigint): Promise<VerdictMessage[]> {
    const { docket, signer } = this.#parts;
    if (!members.includes(signer.address)) return [];
    const open = [...docket.cases()].filter(({ verdicts }) => !verdicts.has(signer.address));
    const before = open.flatMap((found) => this.#givenBefore(found, epoch));
    for (const verdict of before) docket.restoreVerdict(signer.address, verdict);
    const ready = open.filter((found) => !found.verdicts.has(signer.address) && this.#isReady(found, head));
    const given = await this.#review(ready, epoch);
    for (const found of ready) this.#reviewed.set(found, head);
    for (const verdict of given) docket.restoreVerdict(signer.address, verdict);
    return [...before, ...given];
  }

  /** Reads the journal once for each case and epoch. */
  #givenBefore(found: Case, epoch: number): VerdictMessage[] {
    if (this.#asked.get(found) === epoch) return [];
    const given = this.#parts.journal.given(found.id, epoch);
    this.#asked.set(found, epoch);
    return given === undefined ? [] : [messageOf(given)];
  }

  /** On the improved market both parties must have signed first. */
  #isReady(found: Case, head: bigint): boolean {
    if (this.#reviewed.get(found) === head) return false;
    return this.#parts.reader.record.kind === "traditional" || hasBothSignatures(found);
  }

  async #review(cases: readonly Case[], epoch: number): Promise<VerdictMessage[]> {
    if (cases.length === 0) return [];
    const { node, reader, docket, journal, signer, log } = this.#parts;
    const signed = reader.record.kind === "improved";
    const facts = await readFacts(node, reader, cases, signed);
    const reviewed = cases.flatMap((found, i) => reviewOf(found, facts[i] as CaseFacts));
    const proposed = reviewed.map(({ found, verdict }) => {
      const signature = signed ? signer.signDigest(docket.verdictDigest(found, { verdict, epoch })) : "";
      return { agreement: found.id, epoch, verdict, signature };
    });
    const given = journal.give(proposed).map(messageOf);
    for (const [i, { agreement, verdict }] of given.entries())
      log.info("verdict", { agreement, epoch, verdict, ...reviewed[i]?.why });
    return given;
  }
}

interface Reviewed {
  readonly found: Case;
  readonly verdict: VerdictWord;
  /** The reasons, for the log. */
  readonly why: LogFields;
}

function reviewOf(found: Case, facts: CaseFacts): Reviewed[] {
  const { terms } = found.record;
  const verdict = reviewAgreement(terms, facts);
  if (verdict.kind === "wait" || verdict.kind === "pass") return [];
  const { buying, selling } = facts;
  if (verdict.kind === "refuse") {
    const why = { buyerDebts: buying.openDebts, sellerDebts: selling.openDebts };
    return [{ found, verdict: verdict.reason === Reason.KeyRefused ? "KeyRefused" : "CommitteeRefused", why }];
  }
  const beyond = (account: Account) => beyondCaps(usageOf(account), terms.energyWh);
  const why = { energyWh: terms.energyWh, buyerBeyond: beyond(buying), sellerBeyond: beyond(selling) };
  return [{ found, verdict: "approve", why }];
}

function messageOf({ agreement, epoch, verdict, signature }: GivenVerdict): VerdictMessage {
  return { agreement, epoch, verdict, signature };
}
