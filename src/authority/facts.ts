import type { MarketReader } from "../market/market-reader.js";
import { quantity, asReturned } from "../chain/rpc/answers.js";
import type { CallAnswer, NodeClient } from "../chain/rpc/node-client.js";
import { type Account, type AgreementState, UserStatus } from "../model/market/state.js";
import type { PartyFacts, PartySignature, ReviewFacts } from "../model/review.js";
import type { Case, Party } from "./case.js";

/** What a review needs of a case, from the chain and the parties' signatures. */
export interface CaseFacts extends ReviewFacts {
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
export async function readFacts(
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
    const signature = (user: string): PartySignature =>
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

function partyFacts({ status, openDebts }: Account, signature: PartySignature): PartyFacts {
  return { registered: status !== UserStatus.Unregistered, openDebts, signature };
}
