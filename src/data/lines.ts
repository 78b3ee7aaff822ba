import { UserError } from "../model/errors.js";

import { fault } from "./fault.js";
import { binaryKind, lostCharacters } from "./not-text.js";

/** A longer line is no row of numbers: the file is not text, and must not fill the memory as one line. */
const LONGEST_LINE = 65_536;

/**
 * Cuts text into lines without their ends, which are LF or CRLF. A byte order mark at the start is dropped.
 *
 * @param chunks - pieces of the text, split anywhere, decoded as UTF-8 with U+FFFD for bytes that are none
 * @throws UserError for a file that is no text, for a line with bytes that are no UTF-8, and for one of more than
 * 65,536 characters
 * @example [...linesOf(["\ufeffa\r", "\nb"], "f.csv")] // ["a", "b"]
 */
export function* linesOf(chunks: Iterable<string>, source: string): Generator<string> {
  const cutter = new LineCutter(source);
  for (const chunk of chunks) for (const line of cutter.cut(chunk)) yield text(line);
  for (const line of cutter.end()) yield text(line);
}

function text(line: string | UserError): string {
  if (line instanceof UserError) throw line;
  return line;
}

/** Cuts text that comes in pieces, see {@link linesOf}; a line that cannot be read is replaced by its error. */
export class LineCutter {
  readonly #source: string;
  #rest = "";
  #line = 1;
  /** Whether the rest belongs to a line that was too long. */
  #skipping = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** The lines that end in this piece. */
  *cut(chunk: string): Generator<string | UserError> {
    const text = this.#rest + chunk;
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      const line = this.#taken(text.slice(from, to));
      if (line !== undefined) yield line;
      from = to + 1;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length <= LONGEST_LINE) return;
    if (!this.#skipping) yield this.#tooLong(this.#rest);
    this.#skipping = true;
    this.#rest = "";
  }

  /** The last line, if it has no end. */
  *end(): Generator<string | UserError> {
    const line = this.#rest === "" ? undefined : this.#taken(this.#rest);
    this.#rest = "";
    if (line !== undefined) yield line;
  }

  /** Whether there is text after the last line end. */
  get unfinished(): boolean {
    return this.#rest !== "" || this.#skipping;
  }

  #taken(text: string): string | UserError | undefined {
    const from = this.#line === 1 && text.startsWith("\ufeff") ? 1 : 0;
    const skipped = this.#skipping;
    const line =
      text.length > LONGEST_LINE
        ? this.#tooLong(text)
        : (this.#noText(text) ?? text.slice(from, text.endsWith("\r") ? -1 : undefined));
    this.#line++;
    this.#skipping = false;
    return skipped ? undefined : line;
  }

  #tooLong(text: string): UserError {
    return this.#noText(text) ?? fault(this.#place, `is longer than ${LONGEST_LINE} characters`);
  }

  #noText(text: string): UserError | undefined {
    const kind = this.#line === 1 ? binaryKind(text) : undefined;
    if (kind !== undefined) return fault({ source: this.#source }, kind);
    const lost = lostCharacters(text);
    return lost === undefined ? undefined : fault(this.#place, lost);
  }

  get #place() {
    return { source: this.#source, line: this.#line };
  }
}
