import { formatUnits, type Interface } from "ethers";

import type { DecodedEvent } from "../../src/chain/abi/event-coder.js";
import type { Receipt } from "../../src/chain/rpc/answers.js";
import { eventsIn } from "../../src/market/market-events.js";
import { revertIn } from "../../src/market/revert.js";
import { estimate, type Estimate, send, type Transaction, untilMined } from "../../src/market/transaction.js";
import { UserError } from "../../src/model/errors.js";
import { BankMoney__factory } from "../../typechain-types/index.js";
import { systemClock } from "../../src/service/clock.js";
import { documentOf, fact, type CommandFact, print, tableOf } from "./facts.js";
import { sentenceOf } from "./sentences.js";
import type { Session, SessionArguments } from "./session.js";

/** Arguments of every command that acts. */
export interface ActArguments extends SessionArguments {
  readonly dryRun: boolean;
}

/** What a command does on the market or the token: one transaction. */
export interface Act {
  /** Its command, such as "deposit". */
  readonly name: string;
  /** The contract's function and its arguments; the market's unless `on` says otherwise. */
  readonly call: readonly [name: string, args: readonly unknown[]];
  readonly on?: "token";
  /** What will be done. */
  readonly facts: readonly CommandFact[];
  /** The result, read from the market's events. */
  readonly outcome?: (events: readonly DecodedEvent[]) => readonly CommandFact[] | Promise<readonly CommandFact[]>;
}

/** The token's interface. */
const TOKEN: Interface = BankMoney__factory.createInterface();

/** How long a transaction may take to be mined. */
const PATIENCE_MS = 300_000;

/**
 * Sends an act's transaction, waits until it is mined and prints the result. With `--dry-run` it sends nothing and
 * prints what would be done and what it would cost.
 *
 * @throws UserError with the contract's revert as a sentence
 */
export async function perform(session: Session, { dryRun }: ActArguments, act: Act): Promise<void> {
  const { provider, record, reader } = session;
  const [name, args] = act.call;
  const [to, abi] = act.on === "token" ? [record.token, TOKEN] : [record.market, reader.abi];
  const transaction = { from: session.account, to, data: abi.encodeFunctionData(name, args) };
  const cost = await revertsAsSentences(reader.abi, () => estimate(provider, transaction));
  const head = [fact("act", "act", act.name), fact("from", "by", transaction.from)];
  if (dryRun) {
    const facts = [fact("dryRun", "dry run", true, "nothing was sent"), ...head, ...act.facts, ...costFacts(cost)];
    print(session, documentOf(facts), () => tableOf(`Would ${act.name}`, facts.slice(2)) + "\nNothing was sent.\n");
    return;
  }
  const mined = await sendAndWait(session, transaction, cost);
  const outcome = (await act.outcome?.(eventsIn(reader.abi, record.market, mined))) ?? [];
  const facts = [...head, ...act.facts, ...outcome, ...minedFacts(mined)];
  print(session, documentOf(facts), () => tableOf(`Done: ${act.name}`, facts.slice(1)));
}

/** Checks that the account can make this call now. @throws UserError saying why not */
export async function requirePossible(
  { provider, record, reader, account }: Session,
  call: Act["call"],
): Promise<void> {
  const data = reader.abi.encodeFunctionData(...call);
  await revertsAsSentences(reader.abi, () => estimate(provider, { from: account, to: record.market, data }));
}

async function sendAndWait({ provider, reader }: Session, transaction: Transaction, cost: Estimate): Promise<Receipt> {
  const hash = await revertsAsSentences(reader.abi, () => send(provider, transaction, cost));
  const mined = await untilMined(provider, hash, systemClock, PATIENCE_MS);
  if (mined === undefined) {
    throw new UserError(
      `transaction ${hash} was sent but not mined within ${PATIENCE_MS / 1000} s: check it before you send another`,
    );
  }
  if (mined.succeeded) return mined;
  // The state changed between estimate and block; asking again finds the reason.
  await revertsAsSentences(reader.abi, () => estimate(provider, transaction));
  throw new UserError(
    `transaction ${hash} reverted because the market changed in the meantime: check the status and try again`,
  );
}

/** Turns the contracts' reverts and the node's errors into sentences. */
async function revertsAsSentences<T>(market: Interface, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const refusal = revertIn(error, [market, TOKEN]);
    if (refusal !== undefined) throw new UserError(sentenceOf(refusal), { cause: error });
    const [line] = (error as Error).message.split("\n", 1);
    throw new UserError(`the node refused the transaction: ${line ?? ""}`, { cause: error });
  }
}

function costFacts({ gas, gasPrice }: Estimate): CommandFact[] {
  const cost = gas * gasPrice;
  return [
    fact("gas", "gas", gas, gas.toLocaleString("en-US")),
    fact("gasPrice", "gas price", gasPrice, `${formatUnits(gasPrice, "gwei")} gwei`),
    fact("cost", "cost", cost, `${formatUnits(cost)} of the chain's coin`),
  ];
}

function minedFacts({ transactionHash, blockNumber, gasUsed }: Receipt): CommandFact[] {
  return [
    fact("transaction", "transaction", transactionHash),
    fact("block", "block", blockNumber),
    fact("gas", "gas", gasUsed, gasUsed.toLocaleString("en-US")),
  ];
}
