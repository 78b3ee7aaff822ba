import { fault, type FilePlace, shown } from "./fault.js";

/** One line that is not blank, split into its fields. */
export interface CsvRow {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  readonly fields: readonly string[];
}

const SEPARATORS = [",", ";", "\t"] as const;

/** The separator that occurs most often in a header outside of quotes; a comma if there is none. */
export function separatorOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const count = (separator: string) => bare.split(separator).length;
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/**
 * Splits a line into its fields, without the space around them. Fields may be quoted, with `""` for a quote, but end on
 * their line.
 *
 * @throws UserError for an open quote
 */
export function fieldsOf(text: string, separator: string, place: FilePlace): string[] {
  return text.includes('"') ? quotedFields(text, separator, place) : plainFields(text, separator);
}

function plainFields(text: string, separator: string): string[] {
  return text.split(separator).map((field) => field.trim());
}

function quotedFields(text: string, separator: string, place: FilePlace): string[] {
  const fields: string[] = [];
  let rest = separator + text;
  while (rest !== "") {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest.slice(1));
    const next = rest.indexOf(separator, 1 + (quoted?.[0].length ?? 0));
    const end = next < 0 ? rest.length : next;
    const plain = rest.slice(1, end).trim();
    if (quoted ? quoted[0].length !== end - 1 : plain.startsWith('"'))
      throw fault(place, `the quote that starts ${shown(plain)} does not end where its field ends`);
    fields.push(quoted?.[1]?.replaceAll('""', '"') ?? plain);
    rest = rest.slice(end);
  }
  return fields;
}
