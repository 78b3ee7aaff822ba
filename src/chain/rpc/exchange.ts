import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

import { UserError } from "../../model/errors.js";
import type { Clock } from "../../service/clock.js";
import { FailedRequest } from "./node-fault.js";

/** What an answer may take. */
export interface ExchangeLimits {
  /** From the question to the answer's last byte, ms. */
  readonly timeoutMs: number;
  /** Of the answer's text. */
  readonly maxBytes: number;
}

/** Connections stay open. Of Node.js itself, not `fetch`: that takes twice as long for a short answer. */
const HTTP = new HttpAgent({ keepAlive: true });
const HTTPS = new HttpsAgent({ keepAlive: true });

/**
 * Posts a question and reads the answer's JSON.
 *
 * @throws FailedRequest when there is none; the signal's reason when aborted
 */
export async function exchange(
  endpoint: Endpoint,
  body: string,
  { timeoutMs, maxBytes }: ExchangeLimits,
  clock: Clock,
  signal?: AbortSignal,
): Promise<unknown> {
  return within(timeoutMs, clock, signal, async (stop) => {
    try {
      const response = await posted(endpoint, body, stop);
      const told = await textOf(response, maxBytes);
      const status = statusOf(response);
      if (status === 429 || status >= 500) throw statusFault(response);
      return parsed(told, response);
    } catch (error) {
      stop.throwIfAborted();
      throw error instanceof FailedRequest ? error : connectionFault(error);
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
      stop.abort(new FailedRequest("timeout", `no answer within ${timeoutMs} ms`));
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

/** The answer's head; a redirect is not followed, since a key may be in the headers. */
function posted({ url, headers }: Endpoint, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const how = { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) }, signal };
    const request = url.startsWith("https:")
      ? requestHttps(url, { ...how, agent: HTTPS }, resolve)
      : requestHttp(url, { ...how, agent: HTTP }, resolve);
    request.on("error", reject).end(body);
  });
}

async function textOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new FailedRequest("size", `the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string, response: IncomingMessage): unknown {
  const status = statusOf(response);
  // With 4xx, JSON-RPC may still explain; anything else is the words of a web server.
  if ((status < 200 || status >= 300) && !text.includes('"jsonrpc"')) throw statusFault(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new FailedRequest("nonsense", "the answer is not JSON");
  }
}

function statusOf({ statusCode = 0 }: IncomingMessage): number {
  return statusCode;
}

function statusFault(response: IncomingMessage): FailedRequest {
  const seconds = Number(response.headers["retry-after"] ?? 0);
  const problem = `HTTP status ${statusOf(response)}`;
  return new FailedRequest("status", problem, { waitMs: seconds > 0 ? seconds * 1000 : 0 });
}

/** Never got as far as the node. */
const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function connectionFault(error: unknown): FailedRequest {
  const { code, errors, message } = error as Error & { code?: string; errors?: { code?: string }[] };
  // A name with several addresses fails with one error for each of them.
  const known = code ?? errors?.[0]?.code;
  const problem = known ?? message;
  return UNREACHED.has(known ?? "")
    ? new FailedRequest("unreachable", `cannot be reached (${problem})`, { cause: error })
    : new FailedRequest("broken", `the connection broke off (${problem})`, { cause: error });
}

/** Where a node listens. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads a node's URL; a name and password in it become a header, where it does not get into messages.
 *
 * @throws UserError when it is not a URL of http or https; without the text, which may hold a key
 */
export function endpointOf(text: string, headers: Readonly<Record<string, string>> = {}): Endpoint {
  if (!URL.canParse(text)) throw new UserError("the node's URL cannot be read; it should look like http://host:port");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UserError(`the node's URL begins with ${url.protocol}//, but only http:// and https:// are spoken here`);
  }
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  const authorization = credentials === ":" ? {} : { authorization: `Basic ${btoa(credentials)}` };
  return { url: url.href, headers: { ...authorization, ...headers, "content-type": "application/json" } };
}
