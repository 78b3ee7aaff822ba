import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { AgreementStatus } from "../../src/model/terms.js";
import type { Session } from "./session.js";
import type { Signatures } from "./signatures.js";

/** Whose turn an agreement is. */
type Turn = "buyer" | "seller" | "authorities" | "meter" | "anyone" | "nobody";

/** What comes next for an agreement. */
interface NextStep {
  readonly turns: readonly Turn[];
  /** Until when, Unix time, s; undefined where there is no end. */
  readonly until?: bigint;
  /** What to do, without who and until when. */
  readonly text: string;
}

/** What the next step depends on besides the agreement. */
interface Circumstances {
  /** Of the verification; 0 where there is none. */
  readonly deadline: bigint;
  /** The chain's time, s. */
  readonly now: bigint;
  readonly readingWindow: bigint;
  /** Whether the parties sign, as on an improved market. */
  readonly partiesSign: boolean;
  /** Parties known to have signed. */
  readonly signedBy: readonly ("buyer" | "seller")[];
}

/** What the next step of an agreement depends on. @param signatures - as far as they are known */
export async function circumstancesOf(
  session: Session,
  { id, status }: AgreementRecord,
  signatures: Signatures | undefined,
): Promise<Circumstances> {
  const { reader, record } = session;
  const [{ deadline }, now, readingWindow] = await Promise.all([
    status === AgreementStatus.AwaitingVerification ? reader.agreementState(id) : { deadline: 0n },
    session.now(),
    reader.readingWindow(),
  ]);
  const partiesSign = record.kind === "improved";
  return { deadline, now, readingWindow, partiesSign, signedBy: signatures?.parties ?? [] };
}

/** Says whose turn an agreement is, for what, and until when. */
export function nextStepOf(agreement: AgreementRecord, circumstances: Circumstances): NextStep {
  const { status, terms, debt } = agreement;
  const { now, readingWindow } = circumstances;
  const { deliveryEnd } = terms.offer;
  if (status === AgreementStatus.AwaitingVerification) return verification(circumstances);
  if (status === AgreementStatus.Signed) {
    if (now < deliveryEnd) {
      const text = `delivery until ${isoInstant(Number(deliveryEnd))}, then settlement by the meter's reading`;
      return { turns: ["nobody"], until: deliveryEnd, text };
    }
    const windowEnd = deliveryEnd + readingWindow;
    return now < windowEnd
      ? { turns: ["meter"], until: windowEnd, text: "settle with a reading: market settle --reading FILE" }
      : { turns: ["buyer", "seller"], text: "market settle --unmetered, or with a reading" };
  }
  if (debt > 0n) return { turns: ["buyer"], text: "deposit the debt, then market pay-debt" };
  return { turns: ["nobody"], text: "nothing: it has ended" };
}

function verification({ deadline, now, partiesSign, signedBy }: Circumstances): NextStep {
  if (now > deadline) return { turns: ["anyone"], text: "not verified in time: end it with market expire" };
  const missing = (["buyer", "seller"] as const).filter((party) => !signedBy.includes(party));
  if (partiesSign && missing.length > 0) return { turns: missing, until: deadline, text: "market verify" };
  return { turns: ["authorities"], until: deadline, text: "verify the agreement" };
}

/**
 * A step in words: who, what, until when.
 *
 * @param as - the party that reads it, whose turn is "your turn"
 * @example stepText({ turns: ["buyer"], text: "market verify" }, "buyer") // "your turn: market verify"
 */
export function stepText({ turns, until, text }: NextStep, as?: "buyer" | "seller"): string {
  const end = until === undefined ? "" : `, until ${isoInstant(Number(until))}`;
  if (turns.includes("nobody")) return text;
  const others = turns.filter((turn) => turn !== as).map((turn) => NAMES[turn]);
  const who = others.length < turns.length ? ["your", ...others] : others;
  return `${who.join(" and ")} turn: ${text}${end}`;
}

const NAMES: Readonly<Record<Turn, string>> = {
  buyer: "the buyer's",
  seller: "the seller's",
  authorities: "the authorities'",
  meter: "the meter's",
  anyone: "anyone's",
  nobody: "nobody's",
};
