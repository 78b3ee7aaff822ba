import type { Clock } from "./clock.js";
import type { Endpoint } from "./endpoint.js";
import { Fault } from "./node-fault.js";

/** What an answer may take. */
export interface ExchangeLimits {
  /** From the question to the answer's last byte, ms. */
  readonly timeoutMs: number;
  /** Of the answer's text. */
  readonly maxBytes: number;
}

/**
 * Posts a question and reads the answer's JSON.
 *
 * @throws Fault when there is none; the signal's reason when aborted
 */
export async function exchange(
  { url, headers }: Endpoint,
  body: string,
  { timeoutMs, maxBytes }: ExchangeLimits,
  clock: Clock,
  signal?: AbortSignal,
): Promise<unknown> {
  return within(timeoutMs, clock, signal, async (stop) => {
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal: stop, redirect: "error" });
      const told = await textOf(response, maxBytes);
      if (response.status === 429 || response.status >= 500) throw statusFault(response);
      return parsed(told, response);
    } catch (error) {
      stop.throwIfAborted();
      throw error instanceof Fault ? error : connectionFault(error);
    }
  });
}

/** Aborts the work when its time is over, or with the caller's signal. */
async function within<Told>(
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<Told>,
): Promise<Told> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const timer = new AbortController();
  const give = () => {
    stop.abort(signal?.reason);
  };
  signal?.addEventListener("abort", give, { once: true });
  clock.sleep(timeoutMs, timer.signal).then(
    () => {
      stop.abort(new Fault("timeout", `no answer within ${timeoutMs} ms`));
    },
    () => undefined,
  );
  try {
    return await work(stop.signal);
  } finally {
    signal?.removeEventListener("abort", give);
    timer.abort();
  }
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  const body: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Fault("size", `the answer is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parsed(text: string, response: Response): unknown {
  // With 4xx, JSON-RPC may still explain; anything else is the words of a web server.
  if (!response.ok && !text.includes('"jsonrpc"')) throw statusFault(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault("nonsense", "the answer is not JSON");
  }
}

function statusFault(response: Response): Fault {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return new Fault("status", `HTTP status ${response.status}`, { waitMs: seconds > 0 ? seconds * 1000 : 0 });
}

/** Never got as far as the node. */
const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function connectionFault(error: unknown): Fault {
  const { cause } = error as { cause?: { code?: string; message?: string; errors?: { code?: string }[] } };
  // A name with several addresses fails with one error for each of them.
  const code = cause?.code ?? cause?.errors?.[0]?.code;
  const problem = code ?? cause?.message ?? (error as Error).message;
  return UNREACHED.has(code ?? "")
    ? new Fault("unreachable", `cannot be reached (${problem})`, { cause: error })
    : new Fault("broken", `the connection broke off (${problem})`, { cause: error });
}
