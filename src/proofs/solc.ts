import solc from "solc";

import { UserError } from "../model/errors.js";

/** Solidity sources by their path from the project's root. */
export type SoliditySources = Readonly<Record<string, string>>;

/** What solc's model checker says about one place in a source. */
export interface SolcMessage {
  readonly errorCode: string;
  readonly message: string;
  readonly sourceLocation?: { readonly file: string; readonly start: number };
  /** Among them the counterexample: a line `name = value` for each variable in scope. */
  readonly secondarySourceLocations?: readonly { readonly message: string }[];
}

interface SolcOutput {
  readonly errors?: readonly (SolcMessage & { readonly severity: string; readonly formattedMessage: string })[];
  readonly sources?: Readonly<Record<string, { readonly ast: unknown }>>;
}

/**
 * Runs the project's solc on `sources`; `read` gives the imported files.
 *
 * @throws UserError if they do not compile
 */
export function compile(
  sources: SoliditySources,
  settings: object,
  read: (path: string) => string,
): Required<SolcOutput> {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings,
  };
  const imported = { import: (path: string) => ({ contents: read(path) }) };
  const output = JSON.parse(standardJson(JSON.stringify(input), imported)) as SolcOutput;
  const errors = output.errors ?? [];
  const error = errors.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new UserError(`solc: ${error.formattedMessage.trim()}`);
  return { errors, sources: output.sources ?? {} };
}

/** solc has no types. */
const standardJson = solc.compile as (
  input: string,
  callbacks: { import: (path: string) => { contents: string } },
) => string;
