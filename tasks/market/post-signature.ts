import type { Clock } from "../../src/service/clock.js";

/** What an authority answered to a party's signature. */
export interface Delivery {
  readonly url: string;
  readonly accepted: boolean;
  /** In words. */
  readonly answer: string;
}

/** How long an authority may take to answer. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 250;
const ACCEPTED = 202;
const UNKNOWN = 404;
const ANSWERS: Readonly<Record<number, string>> = {
  [ACCEPTED]: "accepted",
  400: "refused: the authority cannot read the signature",
  [UNKNOWN]: "refused: the authority does not know the agreement; does it follow this market?",
  409: "refused: the agreement is not awaiting verification",
  422: "refused: the signature is not by a party to the agreement",
};

/**
 * Sends a party's signature of an agreement to an authority, again for a while if the authority has not seen the
 * agreement's block yet.
 *
 * @param url - of the authority's service
 * @returns its answer, also when it did not answer
 */
export async function postSignature(url: string, signed: Signed, clock: Clock): Promise<Delivery> {
  const end = clock.now() + PATIENCE_MS;
  for (;;) {
    const { status, problem } = await post(`${url.replace(/\/+$/, "")}/signatures`, signed);
    if (status === UNKNOWN && clock.now() < end) {
      await clock.sleep(PAUSE_MS);
      continue;
    }
    const answer = ANSWERS[status] ?? problem ?? `refused: HTTP status ${status}`;
    return { url, accepted: status === ACCEPTED, answer };
  }
}

interface Signed {
  readonly agreement: string;
  readonly signature: string;
}

/** @returns status 0 and the problem when there is no answer */
async function post(url: string, signed: Signed): Promise<{ status: number; problem?: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(signed),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    const { cause, message } = error as Error;
    return { status: 0, problem: `no answer: ${cause instanceof Error ? cause.message : message}` };
  }
}
