import { inSignerOrder, statementDigest } from "../../src/market/typed-data.js";
import { reviewAgreement, type PartyFacts, type ReviewFacts } from "../../src/model/review.js";
import { partiesOf } from "../../src/model/terms.js";
import type { Call } from "./calls.js";
import type { KeyHolder } from "./participants.js";
import type { MarketBench } from "./simulated-market.js";
import { followTrade, type Trade } from "./trade.js";

/**
 * Has agreements fully verified: every authority reviews what the parties signed, where the market asks for it, and the
 * verdicts go to the market the way it wants them. The trades are brought up to date.
 */
export async function verifyTrades(bench: MarketBench, trades: readonly Trade[]): Promise<void> {
  const sentFor: Trade[] = [];
  await bench.mineAndRead(verdictsOn(bench, trades, sentFor), (receipt, i) => {
    followTrade(bench, sentFor[i] as Trade, receipt);
  });
}

/** The verdicts on all trades, made as they are asked for. @param sentFor - takes the trade of each */
async function* verdictsOn(
  bench: MarketBench,
  trades: readonly Trade[],
  sentFor: Trade[],
): AsyncGenerator<Call, undefined> {
  const epoch = (await bench.read("committeeEpoch", [])) as bigint;
  const facts = await factsOf(bench, trades);
  for (const [i, trade] of trades.entries()) {
    const known = facts[i] as ReviewFacts;
    const calls =
      bench.kind === "improved" ? signedVerdict(bench, trade, known, epoch) : verdictsOneByOne(bench, trade, known);
    for (const call of calls) {
      sentFor.push(trade);
      yield call;
    }
  }
}

/** The improved market's way: a quorum's signatures, or a blocking minority's, in one transaction. */
function signedVerdict(
  bench: MarketBench,
  { id, agreement, signatures }: Trade,
  onChain: ReviewFacts,
  epoch: bigint,
): Call[] {
  if (signatures === undefined) throw new Error(`${id} is not signed by its parties`);
  const { domain, authorities } = bench;
  const facts = withSignatures(onChain, signatures.own);
  const verdicts = authorities.map((authority) => ({ authority, verdict: reviewAgreement(agreement, facts) }));
  const quorum = Math.floor((2 * authorities.length) / 3) + 1;
  const approving = verdicts.filter(({ verdict }) => verdict.kind === "approve").slice(0, quorum);
  const sender = agreement.accepter;
  if (approving.length === quorum) {
    const digest = statementDigest(domain, { kind: "approval", agreementId: id, epoch });
    const approvals = signaturesOf(approving, digest);
    return [bench.call("verify", sender, "verify", [agreement, signatures.declarer, signatures.accepter, approvals])];
  }
  const refusing = verdicts.flatMap(({ authority, verdict }) =>
    verdict.kind === "refuse" ? [{ authority, reason: verdict.reason }] : [],
  );
  const reason = refusing[0]?.reason;
  if (reason === undefined) return [];
  const digest = statementDigest(domain, { kind: "refusal", agreementId: id, reason, epoch });
  const refusals = signaturesOf(
    refusing.filter((refusal) => refusal.reason === reason),
    digest,
  );
  return [bench.call("refuse", sender, "refuse", [agreement, reason, refusals])];
}

/** Signatures of one digest, hashed once for all. */
function signaturesOf(authorities: readonly { authority: KeyHolder }[], digest: string): string[] {
  return inSignerOrder(
    authorities.map(({ authority: { address, signer } }) => ({
      signer: address,
      signature: signer.signDigest(digest),
    })),
  );
}

/** The traditional market's way: every authority by a transaction of its own; the first refusal ends it. */
function verdictsOneByOne(bench: MarketBench, { agreement }: Trade, facts: ReviewFacts): Call[] {
  const calls: Call[] = [];
  const approval = bench.call("verify", bench.operator.address, "verify", [agreement]);
  for (const { address } of bench.authorities) {
    const verdict = reviewAgreement(agreement, facts);
    if (verdict.kind === "approve") calls.push({ ...approval, from: address });
    if (verdict.kind !== "refuse") continue;
    calls.push(bench.call("refuse", address, "refuse", [agreement, verdict.reason]));
    break;
  }
  return calls;
}

/** What the chain says of agreements and their parties; it is asked about everybody once. */
async function factsOf(bench: MarketBench, trades: readonly Trade[]): Promise<ReviewFacts[]> {
  const parties = new Map<string, Promise<AccountFacts>>();
  const accountOf = (address: string): Promise<AccountFacts> => {
    const account = parties.get(address) ?? (bench.read("accountOf", [address]) as Promise<AccountFacts>);
    parties.set(address, account);
    return account;
  };
  return Promise.all(
    trades.map(async ({ id, agreement }) => {
      const { buyer, seller } = partiesOf(agreement);
      const [{ status, deadline }, buying, selling] = await Promise.all([
        bench.read("agreementState", [id]) as Promise<{ status: bigint; deadline: bigint }>,
        accountOf(buyer),
        accountOf(seller),
      ]);
      return { status, deadline, now: bench.clock, buyer: partyOf(buying), seller: partyOf(selling) };
    }),
  );
}

/** What the chain says, with what the parties' signatures turned out to be. */
function withSignatures(facts: ReviewFacts, own: boolean): ReviewFacts {
  const signature = own ? "own" : "foreign";
  return { ...facts, buyer: { ...facts.buyer, signature }, seller: { ...facts.seller, signature } };
}

/** Where the market asks for no signature of the parties, there is none to be wrong. */
function partyOf({ status, openDebts }: AccountFacts): PartyFacts {
  return { registered: status !== 0n, openDebts, signature: "own" };
}

interface AccountFacts {
  readonly status: bigint;
  readonly openDebts: bigint;
}
