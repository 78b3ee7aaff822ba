import { asReturned, quantity } from "../chain/rpc/answers.js";
import type { CallAnswer, NodeClient } from "../chain/rpc/node-client.js";
import type { MarketReader } from "../market/market-reader.js";
import { type Account, type AgreementState, usageOf, UserStatus } from "../model/market/state.js";
import { beyondCaps, type PartyFacts, reviewAgreement, type ReviewFacts } from "../model/review.js";
import { Reason } from "../model/terms.js";
import type { Log, LogFields } from "../service/json-log.js";
import { type Case, type Committee, type Docket, hasBothSignatures, type Party } from "./docket.js";
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

/** What a review needs of a case, from the chain and the parties' signatures. */
interface CaseFacts extends ReviewFacts {
  readonly buying: Account;
  readonly selling: Account;
}

/**
 * Reads what a review needs of many cases, all as of the chain's last block, in as few messages as that takes.
 *
 * @param signed - whether the market asks for the parties' signatures
 * @returns in the order of the cases
 * @throws NodeUnavailable or RpcError when the node does not answer
 */
async function readFacts(
  node: NodeClient,
  reader: MarketReader,
  cases: readonly Case[],
  signed: boolean,
): Promise<CaseFacts[]> {
  const head = await reader.block();
  const users = [...new Set(cases.flatMap(({ record }) => [record.buyer, record.seller]))];
  const call = (name: "agreementState" | "accountOf", argument: string) => ({
    method: "eth_call",
    params: [{ to: reader.record.market, data: reader.coder.callData(name, [argument]) }, quantity(head.number)],
  });
  const answers = await node.requestMany([
    ...cases.map(({ id }) => call("agreementState", id)),
    ...users.map((user) => call("accountOf", user)),
  ]);
  const struct = (name: string, answer: CallAnswer | undefined) => {
    if (answer === undefined) throw new Error("each call has its answer");
    if ("error" in answer) throw answer.error;
    return asReturned(reader.coder, name, answer.result)[0];
  };
  const accounts = new Map(users.map((user, i) => [user, struct("accountOf", answers[cases.length + i]) as Account]));
  return cases.map((found, i) => {
    const { status, deadline } = struct("agreementState", answers[i]) as AgreementState;
    const { buyer, seller, terms } = found.record;
    const [buying, selling] = [accounts.get(buyer) as Account, accounts.get(seller) as Account];
    const partyIs = (user: string): Party => (user === terms.offer.declarer ? "declarer" : "accepter");
    const signature = (user: string): PartyFacts["signature"] =>
      !signed || found.signatures.has(partyIs(user)) ? "own" : "missing";
    return {
      status,
      deadline,
      now: head.timestamp,
      buyer: partyFacts(buying, signature(buyer)),
      seller: partyFacts(selling, signature(seller)),
      buying,
      selling,
    };
  });
}

function partyFacts({ status, openDebts }: Account, signature: PartyFacts["signature"]): PartyFacts {
  return { registered: status !== UserStatus.Unregistered, openDebts, signature };
}
