import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

import { UserError } from "../../model/errors.js";
import type { Clock } from "../../service/clock.js";
import { FailedRequest } from "./node-fault.js";

/** Limits of one answer. */
export interface ExchangeLimits {
  /** Time from the question to the answer's last byte, ms. */
  readonly timeoutMs: number;
  /** Length of the answer. */
  readonly maxBytes: number;
}

/** Connections stay open. Node's own client, since `fetch` takes twice as long for a short answer. */
const HTTP = new HttpAgent({ keepAlive: true });
const HTTPS = new HttpsAgent({ keepAlive: true });

/**
 * Posts a message and reads the JSON of the answer.
 *
 * @throws FailedRequest when there is no JSON; the signal's reason when aborted
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
      const text = await textOf(response, maxBytes);
      const status = statusOf(response);
      if (status === 429 || status >= 500) throw statusFault(response, text);
      return parsed(text, response);
    } catch (error) {
      stop.throwIfAborted();
      throw error instanceof FailedRequest ? error : connectionFault(error);
    }
  });
}

/** Runs the work; aborts it after a time, or with the caller's signal. */
async function within<T>(
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
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

/** Posts the body. Redirects are not followed, since the headers may hold a key. */
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
  // A status 4xx may come with a JSON-RPC error. Otherwise the body is a web server's page.
  if ((status < 200 || status >= 300) && !text.includes('"jsonrpc"')) throw statusFault(response, text);
  try {
    return JSON.parse(text);
  } catch {
    throw new FailedRequest("malformed", "the answer is not JSON");
  }
}

function statusOf({ statusCode = 0 }: IncomingMessage): number {
  return statusCode;
}

/** The text is not shown, since it may repeat the URL. */
function statusFault(response: IncomingMessage, text: string): FailedRequest {
  const seconds = Number(response.headers["retry-after"] ?? 0);
  const problem = `HTTP status ${statusOf(response)}`;
  if (statusOf(response) === TOO_LARGE || /batch/i.test(text)) return new FailedRequest("batch", problem);
  return new FailedRequest("status", problem, { waitMs: seconds > 0 ? seconds * 1000 : 0 });
}

/** HTTP status for a message that is too large. */
const TOO_LARGE = 413;

/** Errors of a request that did not reach the node. */
const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function connectionFault(error: unknown): FailedRequest {
  const { code, errors, message } = error as Error & { code?: string; errors?: { code?: string }[] };
  // A host with several addresses fails with one error for each of them.
  const known = code ?? errors?.[0]?.code;
  const problem = known ?? message;
  return UNREACHED.has(known ?? "")
    ? new FailedRequest("unreachable", `cannot be reached (${problem})`, { cause: error })
    : new FailedRequest("broken", `the connection broke off (${problem})`, { cause: error });
}

/** The address of a node, and the headers to send. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads a node's URL. A name and password in it become a header, so that no message shows them.
 *
 * @throws UserError when it is not a URL of http or https. The message does not show the text, which may hold a key
 */
export function endpointOf(text: string, headers: Readonly<Record<string, string>> = {}): Endpoint {
  if (!URL.canParse(text)) throw new UserError("the node's URL is not a URL; it should look like http://host:port");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UserError(`the node's URL begins with ${url.protocol}//, but must begin with http:// or https://`);
  }
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = "";
  url.password = "";
  const authorization = credentials === ":" ? {} : { authorization: `Basic ${btoa(credentials)}` };
  return { url: url.href, headers: { ...authorization, ...headers, "content-type": "application/json" } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError("the node's URL has a name or password with a % that should be written %25");
  }
}
