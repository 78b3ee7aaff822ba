/** What an authority answered to a party's signature. */
export interface Delivery {
  readonly url: string;
  readonly accepted: boolean;
  /** In words. */
  readonly answer: string;
}

/** How long an authority may take to answer. */
const PATIENCE_MS = 10_000;
const ACCEPTED = 202;
const ANSWERS: Readonly<Record<number, string>> = {
  [ACCEPTED]: "accepted",
  400: "refused: it does not understand the signature",
  404: "refused: it does not know the agreement (yet)",
  409: "refused: the agreement does not await verification",
  422: "refused: the signature is not a party's",
};

/**
 * Brings a party's signature of an agreement to an authority.
 *
 * @param url - of the authority's service
 * @returns its answer; that it did not answer is one, too
 */
export async function postSignature(
  url: string,
  signed: { readonly agreement: string; readonly signature: string },
): Promise<Delivery> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/signatures`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(signed),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    const { status } = response;
    return { url, accepted: status === ACCEPTED, answer: ANSWERS[status] ?? `refused: HTTP status ${status}` };
  } catch (error) {
    const { cause, message } = error as Error;
    return { url, accepted: false, answer: `no answer: ${cause instanceof Error ? cause.message : message}` };
  }
}
