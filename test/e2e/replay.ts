import { getAddress, type ParamType, type Result } from "ethers";

import type { MarketAnswer, MarketCall } from "../../src/model/market/answer.js";
import type { MarketState } from "../../src/model/market/state.js";
import type { ChainMarket } from "../differential/chain-market.js";
import { worded } from "../differential/disagreement.js";
import { playToken } from "../differential/proposal.js";

/** The reference, as far as a replay drives it. */
export interface Reference {
  readonly state: MarketState;
  play(call: MarketCall, name: string, ...args: readonly unknown[]): MarketAnswer;
}

/** What a replay saw. */
export interface Replayed {
  readonly transactions: number;
  /** How many were refused, by the chain and by the reference alike, by the error's name. */
  readonly refused: ReadonlyMap<string, number>;
}

interface Transaction {
  readonly hash: string;
  readonly from: string;
  readonly to: string | null;
  readonly input: string;
}

interface Receipt {
  readonly transactionHash: string;
  readonly status: string;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/**
 * Plays every transaction of a chain to a market and its token, in the chain's order and at the chain's times, in the
 * reference, and compares byte by byte what the two answered.
 *
 * @throws Error at the first transaction that ended otherwise than the reference says
 */
export async function replay(chain: ChainMarket, reference: Reference, blocks: number): Promise<Replayed> {
  const refused = new Map<string, number>();
  let transactions = 0;
  for (let number = 0; number <= blocks; number++) {
    const tag = `0x${number.toString(16)}`;
    const block = await chain.request<{ timestamp: string; transactions: Transaction[] }>(
      "eth_getBlockByNumber",
      tag,
      true,
    );
    if (block.transactions.length === 0) continue;
    const receipts = await chain.request<Receipt[]>("eth_getBlockReceipts", tag);
    for (const [index, transaction] of block.transactions.entries()) {
      const answer = answerTo(chain, reference, transaction, BigInt(block.timestamp));
      if (answer === undefined) continue;
      transactions += 1;
      compare(chain, transaction, answer, receipts[index]!);
      if ("reverted" in answer) refused.set(answer.reverted.name, (refused.get(answer.reverted.name) ?? 0) + 1);
    }
  }
  return { transactions, refused };
}

/** The reference's answer; undefined for a transaction to neither market nor token. */
function answerTo(chain: ChainMarket, reference: Reference, { from, to, input }: Transaction, now: bigint) {
  const target = [chain.market, chain.token].find((address) => address.toLowerCase() === to);
  if (target === undefined) return undefined;
  const parsed = chain.abi.parseTransaction({ data: input });
  if (parsed === null) throw new Error(`not a call of the market or its token: ${input}`);
  const args = parsed.fragment.inputs.map((type, index) => plain(type, parsed.args[index]));
  const call: MarketCall = { sender: getAddress(from), now };
  if (target === chain.market) return reference.play(call, parsed.name, ...args);
  if (parsed.name !== "mint") return playToken(reference.state, call, parsed.name, args);
  reference.state.token.mint(args[0] as string, args[1] as bigint);
  return { events: [] } satisfies MarketAnswer;
}

function compare(chain: ChainMarket, { hash }: Transaction, answer: MarketAnswer, receipt: Receipt): void {
  const { abi } = chain;
  const market = chain.market.toLowerCase();
  const logs = receipt.logs.filter(({ address }) => address === market);
  const found = logs.map(({ topics, data }) => [data, ...topics].join());
  const wanted =
    "reverted" in answer
      ? []
      : answer.events.map(({ name, args }) => {
          const { data, topics } = abi.encodeEventLog(name, args);
          return [data, ...topics].join();
        });
  const isSame =
    (receipt.status === "0x1") === "events" in answer &&
    found.length === wanted.length &&
    found.every((log, index) => log === wanted[index]);
  if (isSame) return;
  const told = "reverted" in answer ? worded(answer.reverted) : answer.events.map(worded).join(", ");
  const seen = logs.map((log) => abi.parseLog(log)!).map(({ name, args }) => worded({ name, args: [...args] }));
  throw new Error(
    `transaction ${hash}: the reference: ${told}; the chain: status ${receipt.status}, ${seen.join(", ") || "no event"}`,
  );
}

/** A decoded value as the reference takes it: structs as objects, lists as arrays. */
function plain(type: ParamType, value: unknown): unknown {
  if (type.isArray()) return [...(value as Result)].map((item) => plain(type.arrayChildren, item));
  if (!type.isTuple()) return value;
  return Object.fromEntries(
    type.components.map((field, index) => [field.name, plain(field, (value as Result)[index])]),
  );
}
