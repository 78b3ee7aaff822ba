/** A question to a peer, and what its answer may take. */
export interface PeerRequest {
  readonly url: URL;
  /** Sent as JSON; a GET without it. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** A peer did not answer, or not as it should. */
export class PeerFault extends Error {
  override readonly name = "PeerFault";
}

/**
 * Asks a peer. Nothing that it answers, or does not, takes more than the time and the bytes allowed.
 *
 * @returns the JSON value of its answer; nothing is known of its shape
 * @throws PeerFault; the signal's reason when aborted
 */
export async function askPeer({ url, body, timeoutMs, maxBytes, signal }: PeerRequest): Promise<unknown> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { redirect: "error", signal: within, ...(body === undefined ? {} : post) });
    const text = await textOf(response, maxBytes);
    if (!response.ok) throw new PeerFault(`answers with status ${response.status}`);
    return JSON.parse(text);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PeerFault ? error : new PeerFault(problemOf(error), { cause: error });
  }
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new PeerFault(`its answer is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return "its answer is not JSON";
  if (error instanceof DOMException && error.name === "TimeoutError") return "does not answer in time";
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return `cannot be reached: ${cause?.code ?? cause?.message ?? String(error)}`;
}
