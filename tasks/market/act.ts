import { formatUnits } from "ethers";

import type { DecodedEvent } from "../../src/chain/abi/event-coder.js";
import type { Receipt } from "../../src/chain/rpc/answers.js";
import { eventsIn } from "../../src/market/market-events.js";
import { estimate, type Estimate } from "../../src/market/transaction.js";
import { UserError } from "../../src/model/errors.js";
import { requireYes } from "../ask.js";
import { documentOf, fact, type CommandFact, print, tableOf } from "./facts.js";
import { revertsAsSentences, sendAndWait, TOKEN } from "./sending.js";
import type { Session, SessionArguments } from "./session.js";
import { type Likeness, twinOf } from "./twin.js";

/** Arguments of every command that acts. */
export interface ActArguments extends SessionArguments {
  readonly dryRun: boolean;
  /** That what is unusual is meant. */
  readonly yes?: boolean | undefined;
  /** That what was just done is to be done once more. */
  readonly again: boolean;
}

/** What a closer look at an act finds. */
export interface Review {
  /** What else will be done, or come of it. */
  readonly facts?: readonly CommandFact[];
  /** What is unusual about it: sentences without a full stop. Each is asked about before anything is sent. */
  readonly doubts?: readonly string[];
  /** Why it is not sent, although the contract would take it. */
  readonly refusal?: string | undefined;
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
  /** A closer look, once the contract would take the call. */
  readonly review?: () => Review | Promise<Review>;
  /** How the same act is recognised; by the same call alone without it. */
  readonly likeness?: Likeness;
  /** The result, read from the market's events. */
  readonly outcome?: (events: readonly DecodedEvent[]) => readonly CommandFact[] | Promise<readonly CommandFact[]>;
}

/**
 * Sends an act's transaction, waits until it is mined and prints the result. What is unusual about it, and what the
 * account has just done already, is asked about first. With `--dry-run` it sends nothing and prints what would be done,
 * what it would cost and what would be asked.
 *
 * @throws UserError with the contract's revert as a sentence, or when the answer to a question is not yes
 */
export async function perform(session: Session, args: ActArguments, act: Act): Promise<void> {
  const { provider, record, reader } = session;
  const [to, abi] = act.on === "token" ? [record.token, TOKEN] : [record.market, reader.abi];
  const transaction = { from: session.account, to, data: abi.encodeFunctionData(...act.call) };
  // First, since a node may estimate what comes after the twin.
  const twin = await twinOf(session, abi, transaction, act.likeness ?? {});
  const isTwin = twin !== undefined && !args.again;
  if (isTwin && !args.dryRun) await requireYes({ text: twin, option: "--again" }, session);
  const cost = await revertsAsSentences(reader.abi, () => estimate(provider, transaction));
  const { facts: more, doubts = [], refusal }: Review = (await act.review?.()) ?? {};
  if (refusal !== undefined) throw new UserError(refusal);
  const done = [fact("act", "act", act.name), fact("from", "by", transaction.from), ...act.facts, ...(more ?? [])];
  if (args.dryRun) {
    const asks = [...(isTwin ? [twin] : []), ...doubts];
    const facts = [fact("dryRun", "dry run", true, "nothing was sent"), ...done, ...costFacts(cost)];
    const table = () => tableOf(`Would ${act.name}`, [...facts.slice(2), ...asks.map(doubtFact)]);
    const document = { ...documentOf(facts), ...(asks.length === 0 ? {} : { asks }) };
    print(session, document, () => `${table()}\nNothing was sent.\n`);
    return;
  }
  await resolveDoubts(session, args, { name: act.name, facts: done.slice(1), doubts });
  const mined = await sendAndWait(session, transaction, cost);
  const outcome = (await act.outcome?.(eventsIn(reader.abi, record.market, mined))) ?? [];
  const facts = [...done, ...outcome, ...minedFacts(mined)];
  print(session, documentOf(facts), () => tableOf(`Done: ${act.name}`, facts.slice(1)));
}

/** Asks about what is unusual. At a terminal, what is about to be done is shown first. */
export async function resolveDoubts(
  session: Session,
  { yes = false }: Pick<ActArguments, "yes">,
  { name, facts, doubts }: { readonly name: string } & Required<Pick<Review, "facts" | "doubts">>,
): Promise<void> {
  if (doubts.length === 0 || yes) return;
  if (process.stdin.isTTY && !session.json) process.stderr.write(`${tableOf(`About to ${name}`, facts)}\n`);
  await requireYes({ text: doubts.join("; "), option: "--yes" }, session);
}

function doubtFact(text: string): CommandFact {
  return fact("asks", "asks before", text);
}

/** Says that an act would change nothing, and sends nothing. @param why - a sentence without its full stop */
export function nothingToDo(session: Session, name: string, why: string): void {
  print(session, { act: name, nothingToDo: true, why }, () => `Nothing to do: ${why}.\n`);
}

/** Checks that the account can make this call now. @throws UserError saying why not */
export async function requirePossible(
  { provider, record, reader, account }: Session,
  call: Act["call"],
): Promise<void> {
  const data = reader.abi.encodeFunctionData(...call);
  await revertsAsSentences(reader.abi, () => estimate(provider, { from: account, to: record.market, data }));
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
