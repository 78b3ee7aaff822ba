import { addAbortSignal, type Readable } from "node:stream";

import type { Reading } from "../data/reading.js";
import type { ReadOptions } from "../data/formats/read-options.js";
import { ReadingStream } from "../data/reading-stream.js";
import { UserError } from "../model/errors.js";
import type { Clock } from "../service/clock.js";
import type { Log } from "../service/json-log.js";
import type { Retry } from "../service/worker.js";
import type { FollowedFiles } from "./followed-files.js";
import type { ReadingJournal, StreamForm } from "./journal.js";
import { STREAM, type Entry, type MeterBook, type MeterReading, type RowOrigin } from "./meter-book.js";

/** What became of a row, for its count. */
export type RowResult = "new" | "known" | "corrected" | "wrong";

/** What rows go through. */
interface RowIntakeOptions {
  readonly book: MeterBook;
  /** The meters whose keys this process has; rows of others are skipped. */
  readonly meters: ReadonlySet<string>;
  /** Called at the first row of each meter without a key. */
  readonly onForeignMeter: (name: string) => void;
  /** @param problem - one line that names source, line and column, where there is something to say */
  readonly onRow: (result: RowResult, problem?: string) => void;
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
   * Takes the next rows of a stream, and the errors of those that are faulty.
   *
   * @returns the readings that have to be kept for the book to be the same again
   */
  take(stream: ReadingStream, rows: readonly (Reading | UserError)[], origin: RowOrigin): MeterReading[] {
    const { book, meters, onRow } = this.#options;
    const fresh: MeterReading[] = [];
    for (const row of rows) {
      if (row instanceof UserError) onRow("wrong", row.message);
      else if (!meters.has(row.meter)) this.#skip(row.meter);
      else {
        const entry = book.add(row, origin);
        const { result, isKept } = typeof entry === "string" ? ENTRIES[entry] : ENTRIES[entry.kind];
        onRow(result, typeof entry === "string" ? undefined : stream.fault(row, entry.problem).message);
        if (isKept) fresh.push(row);
      }
    }
    return fresh;
  }

  #skip(name: string): void {
    if (this.#foreign.has(name) || this.#foreign.size >= MOST_FOREIGN) return;
    this.#foreign.add(name);
    this.#options.onForeignMeter(name);
  }
}

type EntryKind = Extract<Entry, string> | Exclude<Entry, string>["kind"];

/** How each entry counts, and whether it changes the book. */
const ENTRIES: Readonly<Record<EntryKind, { readonly result: RowResult; readonly isKept: boolean }>> = {
  new: { result: "new", isKept: true },
  known: { result: "known", isKept: false },
  corrected: { result: "corrected", isKept: true },
  exchanged: { result: "corrected", isKept: true },
  overlap: { result: "wrong", isKept: true },
  "other value": { result: "wrong", isKept: false },
  "other length": { result: "wrong", isKept: false },
};

/** Where rows come from, and where they go. */
export interface Feed {
  readonly intake: RowIntake;
  readonly journal: ReadingJournal;
  /** Writes to the journal, again while it cannot be written. */
  readonly writing: Retry;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What was said about the stream. */
  readonly said: ReadOptions;
  /** Called when there are new rows. */
  readonly onRows: () => void;
  /** Called when files cannot be read for another reason than before, and with undefined when they can again. */
  readonly onProblem: (problem: string | undefined) => void;
}

function sayFormat(stream: ReadingStream, log: Log): void {
  const recognised = stream.recognised();
  if (recognised !== undefined) log.info("format recognised", recognised);
}

/** Between two looks at files, ms. */
const LOOK_MS = 1000;

/** Follows files until the signal aborts. They can be read again, so their rows are not kept. */
export async function followFiles(files: FollowedFiles, feed: Feed): Promise<void> {
  const { intake, log, clock, signal, onRows, onProblem } = feed;
  let reported = "";
  let reportedUnfinished = "";
  while (!signal.aborted) {
    const problems: string[] = [];
    for (const news of files.look()) {
      if (news.kind === "fault") problems.push(news.problem);
      else if (news.kind === "anew") log.info("file read anew", { file: news.file, reason: news.reason });
      else {
        sayFormat(news.stream, log);
        if (intake.take(news.stream, news.rows, news.origin).length > 0) onRows();
      }
    }
    const problem = problems.join("; ");
    if (problem !== reported) {
      onProblem(problem === "" ? undefined : problem);
      if (problem === "") log.info("all files are read again");
      else log.warn("file not read", { problem });
    }
    reported = problem;
    const unfinished = files.unfinished().join(", ");
    if (unfinished !== reportedUnfinished && unfinished !== "") {
      log.warn("file not read", {
        problem: `${unfinished}: the last line has no line end yet, and counts once it has`,
      });
    }
    reportedUnfinished = unfinished;
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
  }
}

/**
 * Takes a stream's rows until it ends or the signal aborts. They are kept in the journal, since they cannot be read
 * again, and those kept before are taken first. While the journal cannot be written, the stream is not read.
 *
 * @throws UserError for a wrong header, or rows kept of another form
 */
export async function followStream(
  input: Readable,
  { intake, journal, writing, log, signal, said, onRows }: Feed,
  rows: StreamForm,
): Promise<void> {
  await writing.run(() => {
    journal.requireForm(rows);
    intake.recall(journal.kept());
  });
  onRows();
  const stream = new ReadingStream("standard input", said);
  input.setEncoding("utf8");
  addAbortSignal(signal, input);
  try {
    for await (const chunk of input) {
      const rows = stream.take(chunk as string);
      sayFormat(stream, log);
      const fresh = intake.take(stream, rows, STREAM);
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
