import { UserError } from "../model/errors.js";
import { compile, type SoliditySources } from "./solc.js";

/** A claim about the contracts' libraries: a contract whose function `claim` asserts it for all arguments. */
export interface Claim {
  readonly file: string;
  readonly name: string;
  /** The claim in words: the contract's `@notice`. */
  readonly text: string;
  readonly parameters: readonly string[];
  /** Where the body of `claim` ends, in bytes of the file. */
  readonly end: number;
}

/**
 * The claims in `sources`, in order. A library there is a helper of claims.
 *
 * @throws UserError for a contract without `@notice` or function `claim`
 */
export function claimsIn(sources: SoliditySources, read: (path: string) => string): Claim[] {
  const output = compile(sources, { outputSelection: { "*": { "": ["ast"] } } }, read);
  return Object.keys(sources).flatMap((file) => {
    const { nodes } = output.sources[file]?.ast as { nodes: Node[] };
    return nodes.filter(({ contractKind }) => contractKind === "contract").map((node) => claimOf(file, node));
  });
}

/** The fields used here of a node of solc's syntax tree. */
interface Node {
  readonly name: string;
  readonly src: string;
  readonly contractKind?: string;
  readonly documentation?: { readonly text: string };
  readonly nodes?: readonly Node[];
  readonly parameters?: { readonly parameters: readonly Node[] };
  readonly body?: Node;
}

function claimOf(file: string, contract: Node): Claim {
  const text = contract.documentation?.text.replace(/^\s*@notice\s+/, "").replace(/\s+/g, " ");
  if (text === undefined) throw new UserError(`${file}: ${contract.name} has no @notice`);
  const claim = contract.nodes?.find(({ name }) => name === "claim");
  if (claim?.body === undefined) throw new UserError(`${file}: ${contract.name} has no function claim`);
  const [start = 0, length = 0] = claim.body.src.split(":").map(Number);
  const parameters = claim.parameters?.parameters.map(({ name }) => name) ?? [];
  return { file, name: contract.name, text: text.trim(), parameters, end: start + length - 1 };
}
