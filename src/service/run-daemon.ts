import { UserError } from "../model/errors.js";
import type { Log } from "./json-log.js";

/** How a daemon's run ended: 0 after a signal to stop, 1 otherwise. */
type ExitCode = 0 | 1;

/** How long a daemon may take to finish what is under way, ms. */
const GRACE_MS = 15_000;

/**
 * Runs a daemon until SIGTERM or SIGINT, which aborts the signal given to its work; the work then
 * finishes what is under way and ends, by returning or by rejecting with the signal's reason. A second signal, an
 * error, or taking longer than `graceMs` to finish ends the run with 1 and a line in the log.
 *
 * @param work - ends only by an error or when its signal aborts
 */
export async function runDaemon(
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
  graceMs = GRACE_MS,
): Promise<ExitCode> {
  const stopping = new AbortController();
  const forced = Promise.withResolvers<ExitCode>();
  const fail = (event: string, fields: { error?: string; stack?: string } = {}) => {
    log.error(event, fields);
    forced.resolve(1);
  };
  let grace: NodeJS.Timeout | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) {
      fail("stopped by a second signal");
      return;
    }
    log.info("stopping", { signal: name });
    grace = setTimeout(() => {
      fail("stopping took too long");
    }, graceMs);
    stopping.abort(new Stopped());
  };
  const onFault = (error: unknown) => {
    fail("unexpected error", described(error));
  };
  const listeners = [
    ["SIGTERM", onSignal],
    ["SIGINT", onSignal],
    ["uncaughtException", onFault],
    ["unhandledRejection", onFault],
  ] as const;
  for (const [name, listener] of listeners) process.on(name, listener);
  try {
    return await Promise.race([finished(log, work, stopping.signal), forced.promise]);
  } finally {
    clearTimeout(grace);
    for (const [name, listener] of listeners) process.off(name, listener);
  }
}

/** The reason of the signal that tells a daemon's work to end. */
class Stopped extends Error {
  override readonly name = "Stopped";

  constructor() {
    super("stopped");
  }
}

async function finished(
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<ExitCode> {
  try {
    await work(signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) {
      log.error(error instanceof UserError ? "cannot go on" : "unexpected error", described(error));
      return 1;
    }
  }
  if (!signal.aborted) {
    log.error("ended without a signal to stop");
    return 1;
  }
  log.info("stopped");
  return 0;
}

function described(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  if (error instanceof UserError) return { error: error.message };
  return { error: `${error.name}: ${error.message}`, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
