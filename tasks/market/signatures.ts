import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { UserError } from "../../src/model/errors.js";
import { Side } from "../../src/model/terms.js";

/** Who has signed or checked an agreement, as far as it is known. */
export interface Signatures {
  readonly parties: readonly ("buyer" | "seller")[];
  /** Addresses. */
  readonly authorities: readonly string[];
}

/** The URLs in the text of `--authorities`; none without it. @throws UserError for what is no URL */
export function authorityUrls(text = ""): string[] {
  const urls = text.split(",").filter((url) => url !== "");
  for (const url of urls) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new UserError(`--authorities ${url}: is not a URL such as http://127.0.0.1:9000`);
    }
  }
  return urls;
}

/** How long an authority may take to answer. */
const ANSWER_MS = 5000;

/**
 * Asks authorities who has signed an agreement: parties' signatures are not on chain before its verification. What one
 * of them knows is known.
 *
 * @param urls - of their services
 * @throws UserError when none of them answers
 */
export async function askSignatures(urls: readonly string[], agreement: AgreementRecord): Promise<Signatures> {
  const answers = await Promise.all(urls.map((url) => ask(url, agreement.id)));
  const known = answers.filter((answer) => typeof answer !== "string");
  if (known.length === 0) throw new UserError(`--authorities: none answered: ${answers.map(String).join("; ")}`);
  const roles = new Set(known.flatMap(({ signedBy }) => signedBy));
  const declarerBuys = agreement.terms.offer.side === Side.Buy;
  const hasSigned = (party: "buyer" | "seller") =>
    roles.has((party === "buyer") === declarerBuys ? "declarer" : "accepter");
  const parties = PARTIES.filter(hasSigned);
  return { parties, authorities: [...new Set(known.flatMap(({ authorities }) => authorities))] };
}

const PARTIES = ["buyer", "seller"] as const;

interface Answer {
  readonly signedBy: readonly string[];
  readonly authorities: readonly string[];
}

/** @returns what an authority knows of an agreement, or the problem */
async function ask(url: string, id: string): Promise<Answer | string> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${url.replace(/\/+$/, "")}/agreements/${id}`, { signal });
    if (response.status === UNKNOWN) return { signedBy: [], authorities: [] };
    if (!response.ok) return `${url}: HTTP status ${response.status}`;
    const { signedBy, authorities } = (await response.json()) as Partial<Record<keyof Answer, unknown>>;
    return { signedBy: textsIn(signedBy), authorities: textsIn(authorities) };
  } catch (error) {
    const { cause, message } = error as Error;
    return `${url}: no answer: ${cause instanceof Error ? cause.message : message}`;
  }
}

const UNKNOWN = 404;

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
