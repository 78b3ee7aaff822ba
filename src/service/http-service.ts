import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";

import { UserError } from "../model/errors.js";
import type { Log } from "./json-log.js";

/** Where and what to serve. */
interface ServiceOptions {
  /** Interface to listen on; 127.0.0.1 keeps it to this machine. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** The longest body accepted, bytes. */
  readonly bodyLimit?: number;
}

/** A service that answers. */
interface HttpService {
  /** Such as "http://127.0.0.1:8601". */
  readonly url: string;
  /** Takes no more requests; resolves when those under way are answered, or cut off after a while. */
  close(): Promise<void>;
}

const BODY_LIMIT = 256 * 1024;
const HEADER_BYTES = 8 * 1024;
const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;
const CHECKING_INTERVAL_MS = 1000;
const CONNECTIONS = 256;
const CLOSING_MS = 3000;
const DISCARDING_MS = 1000;

/**
 * Serves routes over HTTP. Every request ends with an answer or a closed connection, within bounds of size and time,
 * and none ends the process.
 *
 * @throws UserError when it cannot listen there
 */
export async function openService(options: ServiceOptions): Promise<HttpService> {
  const { host, port, log } = options;
  const server = createServer({ connectionsCheckingInterval: CHECKING_INTERVAL_MS, maxHeaderSize: HEADER_BYTES });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = CONNECTIONS;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response, options);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    log.debug("malformed request", { code: error.code ?? error.name });
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new UserError(`cannot listen on ${host}:${port}: ${(error as Error).message}`, { cause: error });
  }
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`, close: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ServiceOptions): Promise<void> {
  try {
    const reply = await replyTo(request, options);
    if (!request.complete) discard(request, response);
    await send(response, reply);
  } catch (error) {
    // The peer went away in the middle, of its request or of the answer.
    options.log.debug("answer not sent", { error: (error as Error).message });
    response.destroy();
  }
}

/**
 * Reads and drops the rest of a refused body for a moment: if the connection closed at once, a peer that is still
 * writing would not see the answer.
 */
function discard(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("connection", "close");
  request.resume();
  const cut = setTimeout(() => request.destroy(), DISCARDING_MS);
  request.once("close", () => {
    clearTimeout(cut);
  });
}

async function replyTo(request: IncomingMessage, options: ServiceOptions): Promise<Reply> {
  const { routes, log, bodyLimit = BODY_LIMIT } = options;
  const { method = "", url = "" } = request;
  if (!URL.canParse(url, "http://service")) return errorReply(400, "malformed path");
  const { pathname, searchParams } = new URL(url, "http://service");
  const found = findRoute(routes, method, pathname);
  if ("refusal" in found) return found.refusal;
  const read = method === "POST" ? await readJson(request, bodyLimit) : { value: undefined };
  if ("refusal" in read) return read.refusal;
  try {
    return await found.route.handle({ params: found.params, query: searchParams, body: read.value });
  } catch (error) {
    log.error("request failed", { path: found.route.path, error: String(error) });
    return errorReply(500, "this failed; the log says why");
  }
}

async function send(response: ServerResponse, { status, contentType, body }: Reply): Promise<void> {
  response.statusCode = status;
  response.setHeader("content-type", contentType);
  if (typeof body === "string") {
    response.end(body);
    await finished(response);
  } else {
    await pipeline(Readable.from(body), response);
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSING_MS);
  await closed;
  clearTimeout(cut);
}

/** What an HTTP service answers. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  /** In parts where it is long. */
  readonly body: string | AsyncIterable<string>;
}

/** A reply of one JSON document; a bigint is its decimal digits. */
export function jsonReply(status: number, value: unknown): Reply {
  const digits = (_key: string, item: unknown) => (typeof item === "bigint" ? item.toString() : item);
  return { status, contentType: "application/json", body: `${JSON.stringify(value, digits)}\n` };
}

/** A refusal in JSON: `{ "error": message }`. */
export function errorReply(status: number, message: string): Reply {
  return jsonReply(status, { error: message });
}

/** A request as a route sees it. */
export interface RouteRequest {
  /** The path's named parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON value of a POST, not checked. */
  readonly body: unknown;
}

/** One path of a service. */
export interface Route {
  readonly method: "GET" | "POST";
  /** With named parts, such as "/agreements/:id". */
  readonly path: string;
  readonly handle: (request: RouteRequest) => Promise<Reply> | Reply;
}

/** The route of a request with the path's named parts, or the reply that refuses: 404 or 405. */
function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Record<string, string> } | { readonly refusal: Reply } {
  const matching = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = matching.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  return {
    refusal: matching.length === 0 ? errorReply(404, "no such path") : errorReply(405, "no such method of this path"),
  };
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = decoded(given[i] ?? "");
    if (value === undefined) return undefined;
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/**
 * Reads a request's body as JSON.
 *
 * @param limit - bytes; a longer body is refused as soon as its length is known, and not read to its end
 * @returns the value, or the reply that refuses: 415 for another content type, 413 for a long one, 400 for one that
 * does not parse
 */
async function readJson(
  request: IncomingMessage,
  limit: number,
): Promise<{ readonly value: unknown } | { readonly refusal: Reply }> {
  const [type] = (request.headers["content-type"] ?? "").split(";", 1);
  // A browser asks before it sends this type to another site, so a page cannot act here on its user's behalf.
  if (type?.trim().toLowerCase() !== "application/json") {
    return { refusal: errorReply(415, "the body must be application/json") };
  }
  const tooLong = { refusal: errorReply(413, `the body is longer than ${limit} bytes`) };
  if (Number(request.headers["content-length"] ?? 0) > limit) return tooLong;
  const chunks: Buffer[] = [];
  let length = 0;
  // Not destroyed when left early: the refusal goes out by the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return tooLong;
    chunks.push(chunk);
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { refusal: errorReply(400, "the body is not JSON") };
  }
}
