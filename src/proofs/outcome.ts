import type { SolcMessage } from "./solc.js";

/** `vacuous`: the claim's assumptions contradict each other, so it claims nothing. */
export type ProofAnswer = "proved" | "refuted" | "unknown" | "vacuous";

export interface ProofOutcome {
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
 * @example verdictOf([{ errorCode: "2961", message: "BMC: Assertion violation check is safe!" }], []).answer //
 * "proved"
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
export function isRefutation({ message }: SolcMessage): boolean {
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
