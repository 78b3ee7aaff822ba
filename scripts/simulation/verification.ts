import { inSignerOrder, statementDigest } from "../../src/market/typed-data.js";
import { type PartyFacts, reviewAgreement, type ReviewFacts } from "../../src/model/review.js";
import { partiesOf } from "../../src/model/terms.js";
import type { StepCall } from "./calls.js";
import type { KeyHolder } from "./participants.js";
import type { SimulatedMarket } from "./simulated-market.js";
import { followTrade, type SimulatedTrade } from "./trade.js";

/**
 * Runs agreements through full verification. Every authority reviews the agreement and the parties' signatures, and the
 * verdicts are sent in the form that the market takes. The trades are updated.
 */
export async function verifyTrades(market: SimulatedMarket, trades: readonly SimulatedTrade[]): Promise<void> {
  const sentFor: SimulatedTrade[] = [];
  await market.mineAndRead(verdictsOn(market, trades, sentFor), (receipt, i) => {
    followTrade(market, sentFor[i] as SimulatedTrade, receipt);
  });
}

/** The verdicts on all trades, lazily. @param sentFor - receives the trade of each call */
async function* verdictsOn(
  market: SimulatedMarket,
  trades: readonly SimulatedTrade[],
  sentFor: SimulatedTrade[],
): AsyncGenerator<StepCall, undefined> {
  const epoch = (await market.read("committeeEpoch", [])) as bigint;
  const facts = await factsOf(market, trades);
  for (const [i, trade] of trades.entries()) {
    const known = facts[i] as ReviewFacts;
    const calls =
      market.kind === "improved" ? signedVerdict(market, trade, known, epoch) : verdictsOneByOne(market, trade, known);
    for (const call of calls) {
      sentFor.push(trade);
      yield call;
    }
  }
}

/** On the improved market: the signatures of a quorum, or of a blocking minority, in one transaction. */
function signedVerdict(
  market: SimulatedMarket,
  { id, agreement, signatures }: SimulatedTrade,
  onChain: ReviewFacts,
  epoch: bigint,
): StepCall[] {
  if (signatures === undefined) throw new Error(`${id} is not signed by its parties`);
  const { domain, authorities } = market;
  const facts = withSignatures(onChain, signatures.own);
  const verdicts = authorities.map((authority) => ({ authority, verdict: reviewAgreement(agreement, facts) }));
  const quorum = Math.floor((2 * authorities.length) / 3) + 1;
  const approving = verdicts.filter(({ verdict }) => verdict.kind === "approve").slice(0, quorum);
  const sender = agreement.accepter;
  if (approving.length === quorum) {
    const digest = statementDigest(domain, { kind: "approval", agreementId: id, epoch });
    const approvals = signaturesOf(approving, digest);
    return [market.verdictCall(sender, "verify", [agreement, signatures.declarer, signatures.accepter, approvals])];
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
  return [market.verdictCall(sender, "refuse", [agreement, reason, refusals])];
}

/** Signatures of one digest, in the order that the market takes. */
function signaturesOf(authorities: readonly { authority: KeyHolder }[], digest: string): string[] {
  return inSignerOrder(
    authorities.map(({ authority: { address, signer } }) => ({
      signer: address,
      signature: signer.signDigest(digest),
    })),
  );
}

/** On the traditional market: a transaction of each authority; the first refusal ends it. */
function verdictsOneByOne(market: SimulatedMarket, { agreement }: SimulatedTrade, facts: ReviewFacts): StepCall[] {
  const calls: StepCall[] = [];
  const approval = market.call("verify", market.operator.address, "verify", [agreement]);
  for (const { address } of market.authorities) {
    const verdict = reviewAgreement(agreement, facts);
    if (verdict.kind === "approve") calls.push({ ...approval, from: address });
    if (verdict.kind !== "refuse") continue;
    calls.push(market.call("refuse", address, "refuse", [agreement, verdict.reason]));
    break;
  }
  return calls;
}

/** The state of agreements and their parties on the chain; each party is read once. */
async function factsOf(market: SimulatedMarket, trades: readonly SimulatedTrade[]): Promise<ReviewFacts[]> {
  const parties = new Map<string, Promise<AccountFacts>>();
  const accountOf = (address: string): Promise<AccountFacts> => {
    const account = parties.get(address) ?? (market.read("accountOf", [address]) as Promise<AccountFacts>);
    parties.set(address, account);
    return account;
  };
  return Promise.all(
    trades.map(async ({ id, agreement }) => {
      const { buyer, seller } = partiesOf(agreement);
      const [{ status, deadline }, buying, selling] = await Promise.all([
        market.read("agreementState", [id]) as Promise<{ status: bigint; deadline: bigint }>,
        accountOf(buyer),
        accountOf(seller),
      ]);
      return { status, deadline, now: market.clock, buyer: partyOf(buying), seller: partyOf(selling) };
    }),
  );
}

/** The facts on the chain, with the result of the signature check. */
function withSignatures(facts: ReviewFacts, own: boolean): ReviewFacts {
  const signature = own ? "own" : "foreign";
  return { ...facts, buyer: { ...facts.buyer, signature }, seller: { ...facts.seller, signature } };
}

/** Signatures count as the parties' own: the traditional market asks for none. */
function partyOf({ status, openDebts }: AccountFacts): PartyFacts {
  return { registered: status !== 0n, openDebts, signature: "own" };
}

interface AccountFacts {
  readonly status: bigint;
  readonly openDebts: bigint;
}
