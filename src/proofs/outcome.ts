import type { SolcMessage } from "./solc.js";

/** `vacuous`: the claim's assumptions contradict each other, so that it says nothing. */
export type ProofAnswer = "proved" | "refuted" | "unknown" | "vacuous";

export interface ProofOutcome {
  readonly answer: ProofAnswer;
  /** How many assertions and arithmetic operations were proved. */
  readonly proved: number;
  /** What was not, each with its counterexample if there is one: one line each. */
  readonly findings: readonly string[];
}

/**
 * The answer that solc's messages about one claim amount to. Proved is only what has an assertion and nothing but
 * proved places; a message of a kind not known here counts as unknown.
 *
 * @example verdictOf([{ errorCode: "2961", message: "BMC: Assertion violation check is safe!" }], []).answer // "proved"
 */
export function outcomeOf(messages: readonly SolcMessage[], parameters: readonly string[]): ProofOutcome {
  const places = messages.filter(({ errorCode }) => errorCode !== ENGINE_DEPRECATED);
  const safe = places.filter(({ message }) => message.includes("check is safe!"));
  const others = places.filter((place) => !safe.includes(place));
  const asserted = safe.some(({ message }) => message.includes("Assertion violation"));
  return { answer: answerOf(others, asserted), proved: safe.length, findings: others.map(describe(parameters)) };
}

/** solc says at every run that it will drop the bounded engine some day; the pinned version has it. */
const ENGINE_DEPRECATED = "3993";

function answerOf(others: readonly SolcMessage[], asserted: boolean): ProofAnswer {
  if (others.some(isRefutation)) return "refuted";
  return others.length === 0 && asserted ? "proved" : "unknown";
}

/** Whether solc found arguments for which the place fails, rather than no answer. */
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
