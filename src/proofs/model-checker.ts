import { UserError } from "../model/errors.js";
import { compile, type SolcMessage, type SoliditySources } from "./solc.js";

/**
 * Checks a claim with solc's bounded model checker (Z3): its assertions, and overflow, underflow and division by zero
 * of all arithmetic on their way. The code has no loops and no storage, so the bounds cut nothing off and a proof
 * covers all arguments of the claim's types.
 */
export function checkClaim(claim: Claim, sources: SoliditySources, read: (path: string) => string): ProofOutcome {
  const outcome = outcomeOf(messagesOf(claim, sources, ALL, read), claim.parameters);
  if (outcome.answer !== "proved" || isReachable(claim, sources, read)) return outcome;
  return { ...outcome, answer: "vacuous" };
}

const ALL = ["assert", "overflow", "underflow", "divByZero"];

/** Whether some arguments reach the claim's end: the checker must refute `assert(false)` there. */
function isReachable(claim: Claim, sources: SoliditySources, read: (path: string) => string): boolean {
  const source = Buffer.from(sources[claim.file] ?? "");
  const probe = Buffer.concat([source.subarray(0, claim.end), Buffer.from(PROBE), source.subarray(claim.end)]);
  const messages = messagesOf(claim, { ...sources, [claim.file]: probe.toString() }, ["assert"], read);
  return messages.some((message) => message.sourceLocation?.start === claim.end && isRefutation(message));
}

const PROBE = "assert(false);";

function messagesOf(
  { file, name }: Claim,
  sources: SoliditySources,
  targets: readonly string[],
  read: (path: string) => string,
): readonly SolcMessage[] {
  // No timeout: it breaks the Z3 inside solc's WebAssembly.
  const modelChecker = {
    engine: "bmc",
    solvers: ["z3"],
    targets,
    contracts: { [file]: [name] },
    showProvedSafe: true,
    showUnproved: true,
  };
  return compile({ [file]: sources[file] ?? "" }, { modelChecker }, read).errors;
}

/** A claim about the contracts' libraries: a contract whose function `claim` asserts it for all arguments. */
interface Claim {
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

/** `vacuous`: the claim's assumptions contradict each other, so it claims nothing. */
type ProofAnswer = "proved" | "refuted" | "unknown" | "vacuous";

interface ProofOutcome {
  readonly answer: ProofAnswer;
  /** Number of assertions and arithmetic operations that were proved. */
  readonly proved: number;
  /** What was not proved, one line each, with the counterexample if there is one. */
  readonly findings: readonly string[];
}

/**
 * The outcome of solc's messages about one claim. A claim is proved if it has an assertion and every place is proved;
 * an unknown kind of message makes it unknown.
 *
 * @public
 * @example outcomeOf([{ errorCode: "2961", message: "BMC: Assertion violation check is safe!" }], []).proved // 1
 */
export function outcomeOf(messages: readonly SolcMessage[], parameters: readonly string[]): ProofOutcome {
  const places = messages.filter(({ errorCode }) => errorCode !== ENGINE_DEPRECATED);
  const safe = places.filter(({ message }) => message.includes("check is safe!"));
  const others = places.filter((place) => !safe.includes(place));
  const asserted = safe.some(({ message }) => message.includes("Assertion violation"));
  return { answer: answerOf(others, asserted), proved: safe.length, findings: others.map(describe(parameters)) };
}

/** solc's warning that a later version drops the bounded engine; the pinned version has it. */
const ENGINE_DEPRECATED = "3993";

function answerOf(others: readonly SolcMessage[], asserted: boolean): ProofAnswer {
  if (others.some(isRefutation)) return "refuted";
  return others.length === 0 && asserted ? "proved" : "unknown";
}

/** Whether solc found arguments for which the place fails. */
function isRefutation({ message }: SolcMessage): boolean {
  return /^BMC: .* happens here/.test(message);
}

function describe(parameters: readonly string[]) {
  return ({ message, sourceLocation, secondarySourceLocations = [] }: SolcMessage): string => {
    const lines = secondarySourceLocations.flatMap((note) => note.message.split("\n")).map((line) => line.trim());
    const values = lines.filter((line) => parameters.includes(line.split(" = ")[0] ?? ""));
    const place = sourceLocation === undefined ? "" : `${sourceLocation.file}: `;
    return `${place}${message}${values.length === 0 ? "" : ` ${values.join(", ")}`}`;
  };
}
