import { addAbortSignal, type Readable } from "node:stream";

import type { Clock } from "../service/clock.js";
import { ReadingStream } from "../data/reading-stream.js";
import type { Intake } from "./intake.js";
import type { MeterStore } from "./store.js";
import { UserError } from "../model/errors.js";
import type { Log } from "../service/log.js";
import type { FollowedFiles } from "./followed-files.js";

/** Where rows come from, and where they go. */
export interface Feed {
  readonly intake: Intake;
  readonly store: MeterStore;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of the day of times that are `hh:mm`. */
  readonly midnight: number | undefined;
  /** Told when there are new rows. */
  readonly onRows: () => void;
}

/** Between two looks at files, ms. */
const LOOK_MS = 1000;

/** Follows files until the signal aborts. They can be read again, so nothing of them is kept. */
export async function followFiles(files: FollowedFiles, { intake, log, clock, signal, onRows }: Feed): Promise<void> {
  let told = "";
  const tell = (problem: string) => {
    if (problem !== told && problem !== "") log.warn("file not read", { problem });
    told = problem;
  };
  while (!signal.aborted) {
    try {
      for (const { stream, text } of files.look()) {
        if (intake.take(stream, text).length > 0) onRows();
      }
      const unfinished = files.unfinished().join(", ");
      tell(unfinished === "" ? "" : `${unfinished}: the last line has no line end, and does not count until it has`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tell(error.message);
    }
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
  }
}

/**
 * Takes a stream's rows until the signal aborts, which may be long after its end. They are kept on disk, and the ones kept
 * before are taken first: nobody can be asked for them again.
 *
 * @throws UserError for a wrong header, or rows kept with other intervals
 */
export async function followStream(
  input: Readable,
  { intake, store, log, signal, midnight, onRows }: Feed,
  intervalSeconds: number,
): Promise<void> {
  store.requireInterval(intervalSeconds);
  intake.recall(store.kept());
  onRows();
  const stream = new ReadingStream("standard input", midnight);
  input.setEncoding("utf8");
  addAbortSignal(signal, input);
  try {
    for await (const chunk of input) {
      const fresh = intake.take(stream, chunk as string);
      if (fresh.length === 0) continue;
      store.keep(fresh);
      onRows();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return;
  }
  if (stream.unfinished) log.warn("wrong row", { problem: "standard input: ends within a row, which does not count" });
  log.info("standard input has ended");
}
