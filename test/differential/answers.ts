import type { Interface } from "ethers";

import type { MarketAnswer, MarketCall, EmittedEvent, CustomError } from "../../src/model/market/answer.js";
import type { ChainMarket } from "./chain-market.js";
import { Disagreement, worded } from "./disagreement.js";
import type { CallProposal } from "./proposal.js";

/**
 * Does on the chain what the reference has answered, and compares byte by byte: a revert by a call that returns the
 * custom error, anything else by a transaction that emits the events.
 */
export async function expectAnswer(
  chain: ChainMarket,
  call: MarketCall,
  proposal: CallProposal,
  answer: MarketAnswer,
): Promise<void> {
  const { abi } = chain;
  const transaction = {
    from: call.sender,
    to: chain[proposal.target],
    data: abi.encodeFunctionData(proposal.name, proposal.args),
    gas: GAS,
    gasPrice: "0x0",
  };
  if ("reverted" in answer) {
    const { name, args } = answer.reverted;
    const returned = await chain.request<string>("eth_call", transaction, "latest");
    if (returned !== abi.encodeErrorResult(name, args))
      throw new Disagreement(worded(answer.reverted), returnedInWords(abi, returned));
    return;
  }
  await chain.request("evm_setNextBlockTimestamp", Number(call.now));
  const hash = await chain.request<string>("eth_sendTransaction", transaction);
  const receipt = await chain.request<Receipt>("eth_getTransactionReceipt", hash);
  if (receipt.status !== "0x1") {
    const returned = await chain.request<string>("eth_call", transaction, "latest");
    throw new Disagreement(eventsInWords(answer.events), returnedInWords(abi, returned));
  }
  // The token's own events show in its balances.
  const market = chain.market.toLowerCase();
  const logs = receipt.logs.filter(({ address }) => address === market);
  const isSame = logs.length === answer.events.length && answer.events.every((event, i) => isLog(abi, event, logs[i]!));
  if (!isSame) throw new Disagreement(eventsInWords(answer.events), logsInWords(abi, logs));
}

function isLog(abi: Interface, { name, args }: EmittedEvent, log: Log): boolean {
  const { topics, data } = abi.encodeEventLog(
    name,
    args.map((arg) => (isRefused(arg) ? abi.encodeErrorResult(arg.name, arg.args) : arg)),
  );
  return (
    data === log.data && topics.length === log.topics.length && topics.every((topic, i) => topic === log.topics[i])
  );
}

/** Whether an argument of an event is a custom error, which the contract encodes. */
function isRefused(arg: unknown): arg is CustomError {
  return typeof arg === "object" && arg !== null && "name" in arg && "args" in arg;
}

function returnedInWords(abi: Interface, data: string): string {
  const error = data.length % 64 === 10 ? abi.parseError(data) : null;
  return error === null ? `returned ${data}` : worded({ name: error.name, args: [...error.args] });
}

function eventsInWords(events: readonly EmittedEvent[]): string {
  return events.map(worded).join(", ") || "no event";
}

function logsInWords(abi: Interface, logs: readonly Log[]): string {
  return eventsInWords(
    logs.map((log) => {
      const parsed = abi.parseLog(log)!;
      return { name: parsed.name, args: [...parsed.args] };
    }),
  );
}

/** More than any action needs. */
const GAS = "0x4c4b40";

interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

interface Receipt {
  readonly status: string;
  readonly logs: readonly Log[];
}
