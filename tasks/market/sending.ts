import type { Interface } from "ethers";

import type { Receipt } from "../../src/chain/rpc/answers.js";
import { revertIn } from "../../src/market/revert.js";
import { estimate, type Estimate, send, type Transaction, untilMined } from "../../src/market/transaction.js";
import { UserError } from "../../src/model/errors.js";
import { systemClock } from "../../src/service/clock.js";
import { BankMoney__factory } from "../../typechain-types/index.js";
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
  let hash: string | undefined;
  const interruption = interrupted(() =>
    hash === undefined
      ? "interrupted; the transaction may have been sent: look with market history before you send it again"
      : `interrupted; transaction ${hash} was sent and may still be mined: look with market history before you send it again`,
  );
  const sent = async () => {
    hash = await revertsAsSentences(reader.abi, () => send(provider, transaction, cost));
    process.stderr.write(`Sent transaction ${hash}; waiting until it is mined.\n`);
    return untilMined(provider, hash, systemClock, PATIENCE_MS, interruption.signal);
  };
  const sending = sent();
  // After an interruption nobody waits for it any more.
  sending.catch(() => undefined);
  try {
    const mined = await Promise.race([sending, interruption.happens]);
    if (mined === undefined) {
      throw new UserError(
        `transaction ${String(hash)} was sent but not mined within ${PATIENCE_MS / 1000} s: look with market history before you send it again`,
      );
    }
    if (mined.succeeded) return mined;
  } finally {
    interruption.stop();
  }
  // The state changed between estimate and block; asking again finds the reason.
  await revertsAsSentences(reader.abi, () => estimate(provider, transaction));
  throw new UserError(
    `transaction ${String(hash)} reverted because the market changed in the meantime: check the status and try again`,
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
    const [line] = (error as Error).message.split("\n", 1);
    throw new UserError(`the node refused the transaction: ${line ?? ""}`, { cause: error });
  }
}
