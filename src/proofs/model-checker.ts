import type { Claim } from "./claims.js";
import { isRefutation, outcomeOf, type ProofOutcome } from "./outcome.js";
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
