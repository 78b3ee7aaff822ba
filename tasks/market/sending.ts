import type { Interface } from "ethers";

import { rejectionOf } from "../../src/chain/outbox/rejection.js";
import type { Receipt } from "../../src/chain/rpc/answers.js";
import { revertIn } from "../../src/market/revert.js";
import {
  estimate,
  type Estimate,
  ranOutOfGas,
  send as sendTransaction,
  type Sent,
  type SentEnd,
  type Transaction,
  untilMined,
} from "../../src/market/transaction.js";
import { UserError } from "../../src/model/errors.js";
import { systemClock } from "../../src/service/clock.js";
import { BankMoney__factory } from "../../typechain-types/index.js";
import { firstLine } from "../node-error.js";
import { sentenceOf } from "./sentences.js";
import type { Session } from "./session.js";

/** The token's interface. */
export const TOKEN: Interface = BankMoney__factory.createInterface();

/** How long a transaction may take to be mined. */
const PATIENCE_MS = 300_000;

/**
 * Sends a transaction, says its hash on standard error at once, and waits until it is mined. Ctrl-C ends the wait with
 * what may still happen; a second one ends the process.
 *
 * @throws UserError with the contract's revert as a sentence, or with the hash to look for
 */
export async function sendAndWait(session: Session, transaction: Transaction, cost: Estimate): Promise<Receipt> {
  const { provider, reader } = session;
  let sent: Sent | undefined;
  const interruption = interrupted(() =>
    sent === undefined
      ? "interrupted; the transaction may have been sent: look with market history before you send it again"
      : `interrupted; transaction ${sent.hash} was sent and may still be mined: look with market history before you send it again`,
  );
  const send = async () => {
    sent = await revertsAsSentences(reader.abi, () => sendTransaction(provider, transaction, cost));
    process.stderr.write(`Sent transaction ${sent.hash}; waiting until it is mined.\n`);
    try {
      return await untilMined(provider, sent, systemClock, PATIENCE_MS, interruption.signal);
    } catch (error) {
      interruption.signal.throwIfAborted();
      throw new UserError(
        `transaction ${sent.hash} was sent, but then the node failed (${firstLine(error)}): look with market history before you send it again`,
        { cause: error },
      );
    }
  };
  const sending = send();
  // After an interruption nobody waits for it any more.
  sending.catch(() => undefined);
  let end: SentEnd | undefined;
  try {
    end = await Promise.race([sending, interruption.happens]);
  } finally {
    interruption.stop();
  }
  const { hash = "", gas = 0n } = sent ?? {};
  if (end === undefined) {
    throw new UserError(
      `transaction ${hash} was sent but not mined within ${PATIENCE_MS / 1000} s: look with market history before you send it again`,
    );
  }
  if (end.kind === "replaced") {
    throw new UserError(
      `nothing happened: the account sent another transaction at the same time, ${end.by}, and it took the place of ${hash}: run the command again`,
    );
  }
  const { receipt } = end;
  if (receipt.succeeded) return receipt;
  if (ranOutOfGas(receipt, gas)) {
    throw new UserError(
      `transaction ${hash} ran out of gas: it used its whole limit of ${gas.toLocaleString("en-US")}, and nothing happened; run the command again`,
    );
  }
  // The state changed between estimate and block; asking again finds the reason.
  await revertsAsSentences(reader.abi, () => estimate(provider, transaction));
  throw new UserError(
    `transaction ${hash} reverted because the market changed in the meantime: check the status and try again`,
  );
}

/** Takes the next Ctrl-C. @param message - of the error with which `happens` is then rejected */
function interrupted(message: () => string): {
  readonly signal: AbortSignal;
  readonly happens: Promise<never>;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  const { signal } = controller;
  const listen = () => {
    controller.abort(new UserError(message()));
  };
  process.once("SIGINT", listen);
  const happens = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as UserError);
    });
  });
  return { signal, happens, stop: () => process.off("SIGINT", listen) };
}

/** Turns the contracts' reverts and the node's errors into sentences. */
export async function revertsAsSentences<T>(market: Interface, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const refusal = revertIn(error, [market, TOKEN]);
    if (refusal !== undefined) throw new UserError(sentenceOf(refusal), { cause: error });
    throw new UserError(rejectedSentence(error), { cause: error });
  }
}

/** What a node's refusal of a transaction means to the user, and what to do about it. */
function rejectedSentence(error: unknown): string {
  const line = firstLine(error);
  switch (rejectionOf(error)) {
    case "known":
      return `the same transaction was sent a moment ago, and this command sent nothing: look with market history (the node: ${line})`;
    case "used":
    case "occupied":
    case "ahead":
      return `nothing happened: the account sent another transaction at the same time; run the command again when it is mined (the node: ${line})`;
    case "poor":
      return `the node refused the transaction, since the account cannot pay for its gas: get some of the chain's coin (the node: ${line})`;
    default:
      return `the node refused the transaction: ${line}`;
  }
}
