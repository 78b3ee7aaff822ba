import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";

import { UserError } from "../model/errors.js";
import { readJson } from "./body.js";
import type { Log } from "./log.js";
import { errorReply, type Reply } from "./reply.js";
import { findRoute, type Route } from "./route.js";

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
export interface HttpService {
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
