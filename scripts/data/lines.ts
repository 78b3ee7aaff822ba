import { fault } from "./fault.js";

/** Longer lines are no rows of numbers: the file is not text, and is not taken into memory as one line. */
const LONGEST_LINE = 65_536;

/**
 * Cuts text into lines without their ends, which are LF or CRLF. A byte order mark at the start is dropped.
 *
 * @param chunks - pieces of the text, cut anywhere
 * @throws UserError for a line of more than 65,536 characters
 * @example [...linesOf(["\ufeffa\r", "\nb"], "f.csv")] // ["a", "b"]
 */
export function* linesOf(chunks: Iterable<string>, source: string): Generator<string> {
  let line = 1;
  const taken = (text: string): string => {
    if (text.length > LONGEST_LINE) throw fault({ source, line }, `is longer than ${LONGEST_LINE} characters`);
    const from = line === 1 && text.startsWith("\ufeff") ? 1 : 0;
    line++;
    return text.slice(from, text.endsWith("\r") ? -1 : undefined);
  };
  let rest = "";
  for (const chunk of chunks) {
    const text = rest + chunk;
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      yield taken(text.slice(from, to));
      from = to + 1;
    }
    rest = text.slice(from);
    if (rest.length > LONGEST_LINE) taken(rest);
  }
  if (rest !== "") yield taken(rest);
}
