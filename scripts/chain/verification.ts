import { reviewAgreement, type PartyFacts, type ReviewFacts } from "../model/review.js";
import { partiesOf } from "../model/terms.js";
import type { Call } from "./calls.js";
import type { MarketBench } from "./market-bench.js";
import type { KeyHolder } from "./participants.js";
import { recoverSigner } from "./signing/secp256k1.js";
import { followTrade, type Trade } from "./trade.js";
import { agreementDigest, inSignerOrder, signAgreement, signApproval, signRefusal } from "./typed-data.js";

/**
 * Has agreements fully verified: both parties sign where the market asks for it, every authority reviews, and the
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
  const facts = await Promise.all(trades.map((trade) => factsOf(bench, trade)));
  for (const [i, trade] of trades.entries()) {
    const known = facts[i] as ReviewFacts;
    const calls =
      bench.kind === "improved"
        ? await signedVerdict(bench, trade, known, epoch)
        : verdictsOneByOne(bench, trade, known);
    for (const call of calls) {
      sentFor.push(trade);
      yield call;
    }
  }
}

/** The improved market's way: a quorum's signatures, or a blocking minority's, in one transaction. */
async function signedVerdict(
  bench: MarketBench,
  { id, agreement }: Trade,
  onChain: ReviewFacts,
  epoch: bigint,
): Promise<Call[]> {
  const { domain, authorities } = bench;
  const declarer = await signAgreement(holderOf(bench, agreement.offer.declarer).signer, domain, agreement);
  const accepter = await signAgreement(holderOf(bench, agreement.accepter).signer, domain, agreement);
  const digest = agreementDigest(domain, agreement);
  const signedByBoth =
    recoverSigner(digest, declarer) === agreement.offer.declarer &&
    recoverSigner(digest, accepter) === agreement.accepter;
  const facts = withSignatures(onChain, signedByBoth);
  const verdicts = authorities.map((authority) => ({ authority, verdict: reviewAgreement(agreement, facts) }));
  const quorum = Math.floor((2 * authorities.length) / 3) + 1;
  const approving = verdicts.filter(({ verdict }) => verdict.kind === "approve").slice(0, quorum);
  const sender = agreement.accepter;
  if (approving.length === quorum) {
    const approvals = await signaturesOf(
      approving.map(({ authority }) => authority),
      ({ signer }) => signApproval(signer, domain, { agreement: id, epoch }),
    );
    return [bench.call("verify", sender, "verify", [agreement, declarer, accepter, approvals])];
  }
  const refusing = verdicts.flatMap(({ authority, verdict }) =>
    verdict.kind === "refuse" ? [{ authority, reason: verdict.reason }] : [],
  );
  const reason = refusing[0]?.reason;
  if (reason === undefined) return [];
  const refusals = await signaturesOf(
    refusing.filter((refusal) => refusal.reason === reason).map(({ authority }) => authority),
    ({ signer }) => signRefusal(signer, domain, { agreement: id, reason, epoch }),
  );
  return [bench.call("refuse", sender, "refuse", [agreement, reason, refusals])];
}

async function signaturesOf(
  authorities: readonly KeyHolder[],
  sign: (authority: KeyHolder) => Promise<string>,
): Promise<string[]> {
  const signed = authorities.map(async (authority) => ({
    signer: authority.address,
    signature: await sign(authority),
  }));
  return inSignerOrder(await Promise.all(signed));
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

/** What the chain says of an agreement and its parties. */
async function factsOf(bench: MarketBench, { id, agreement }: Trade): Promise<ReviewFacts> {
  const { buyer, seller } = partiesOf(agreement);
  const [{ status, deadline }, buying, selling] = await Promise.all([
    bench.read("agreementState", [id]) as Promise<{ status: bigint; deadline: bigint }>,
    bench.read("accountOf", [buyer]) as Promise<AccountFacts>,
    bench.read("accountOf", [seller]) as Promise<AccountFacts>,
  ]);
  return { status, deadline, now: bench.clock, buyer: partyOf(buying), seller: partyOf(selling) };
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

function holderOf(bench: MarketBench, address: string): KeyHolder {
  const holder = bench.users.get(address);
  if (holder === undefined) throw new Error(`${address} is not a participant`);
  return holder;
}
