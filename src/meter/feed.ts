import { addAbortSignal, type Readable } from "node:stream";

import { wholeWh } from "../data/energy.js";
import { ReadingStream } from "../data/reading-stream.js";
import { UserError } from "../model/errors.js";
import type { Clock } from "../service/clock.js";
import type { Log } from "../service/json-log.js";
import type { Retry } from "../service/worker.js";
import type { FollowedFiles } from "./followed-files.js";
import type { IntervalBook, MeterReading } from "./interval-book.js";
import type { ReadingJournal } from "./journal.js";

/** What rows go through. */
interface RowIntakeOptions {
  readonly book: IntervalBook;
  /** The meters whose keys this process has; rows of others are skipped. */
  readonly meters: ReadonlySet<string>;
  /** Called at the first row of each meter without a key. */
  readonly onForeignMeter: (name: string) => void;
  readonly onRow: (result: "new" | "known") => void;
  /** Called for every row that is wrong or contradicts others, with one line that names source, line and column. */
  readonly onWrongRow: (problem: string) => void;
}

/** Names remembered at most: a stream of ever new names must not fill the memory. */
const MOST_FOREIGN = 1000;

/** Takes the rows of files and streams into the book. */
export class RowIntake {
  readonly #options: RowIntakeOptions;
  readonly #foreign = new Set<string>();

  constructor(options: RowIntakeOptions) {
    this.#options = options;
  }

  /** Takes readings that were kept. */
  recall(readings: Iterable<MeterReading>): void {
    for (const reading of readings) this.#options.book.add(reading);
  }

  /**
   * Takes the next piece of a stream's text.
   *
   * @returns the readings that have to be kept for the book to be the same again
   * @throws UserError for a wrong header
   */
  take(stream: ReadingStream, chunk: string): MeterReading[] {
    const { book, meters, onRow, onWrongRow } = this.#options;
    const fresh: MeterReading[] = [];
    for (const read of stream.take(chunk)) {
      if (read instanceof UserError) {
        onWrongRow(read.message);
        continue;
      }
      if (!meters.has(read.meter)) {
        this.#skip(read.meter);
        continue;
      }
      const reading = { ...read, energyWh: wholeWh(read.microjoules) };
      const entry = book.add(reading);
      if (entry === "new" || (entry !== "known" && entry.kind === "overlap")) fresh.push(reading);
      if (typeof entry === "string") onRow(entry);
      else onWrongRow(stream.fault(read, entry.problem).message);
    }
    return fresh;
  }

  #skip(name: string): void {
    if (this.#foreign.has(name) || this.#foreign.size >= MOST_FOREIGN) return;
    this.#foreign.add(name);
    this.#options.onForeignMeter(name);
  }
}

/** Where rows come from, and where they go. */
export interface Feed {
  readonly intake: RowIntake;
  readonly journal: ReadingJournal;
  /** Writes to the journal, again while it cannot be written. */
  readonly writing: Retry;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Unix time at which the day of `hh:mm` starts; without it such times are refused. */
  readonly midnight: number | undefined;
  /** Called when there are new rows. */
  readonly onRows: () => void;
}

/** Between two looks at files, ms. */
const LOOK_MS = 1000;

/** Follows files until the signal aborts. They can be read again, so their rows are not kept. */
export async function followFiles(files: FollowedFiles, { intake, log, clock, signal, onRows }: Feed): Promise<void> {
  let reported = "";
  const report = (problem: string) => {
    if (problem !== reported && problem !== "") log.warn("file not read", { problem });
    reported = problem;
  };
  while (!signal.aborted) {
    try {
      for (const { stream, text } of files.look()) {
        if (intake.take(stream, text).length > 0) onRows();
      }
      const unfinished = files.unfinished().join(", ");
      report(unfinished === "" ? "" : `${unfinished}: the last line has no line end yet, and counts once it has`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      report(error.message);
    }
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
  }
}

/**
 * Takes a stream's rows until it ends or the signal aborts. They are kept in the journal, since they cannot be read
 * again, and those kept before are taken first. While the journal cannot be written, the stream is not read.
 *
 * @throws UserError for a wrong header, or rows kept with other intervals
 */
export async function followStream(
  input: Readable,
  { intake, journal, writing, log, signal, midnight, onRows }: Feed,
  intervalSeconds: number,
): Promise<void> {
  await writing.run(() => {
    journal.requireInterval(intervalSeconds);
    intake.recall(journal.kept());
  });
  onRows();
  const stream = new ReadingStream("standard input", midnight);
  input.setEncoding("utf8");
  addAbortSignal(signal, input);
  try {
    for await (const chunk of input) {
      const fresh = intake.take(stream, chunk as string);
      if (fresh.length === 0) continue;
      await writing.run(() => {
        journal.keep(fresh);
      });
      onRows();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return;
  }
  if (stream.unfinished)
    log.warn("wrong row", { problem: "standard input: its last row has no line end, and does not count" });
  log.info("standard input has ended");
}
