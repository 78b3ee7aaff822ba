import type { IncomingMessage } from "node:http";

import { errorReply, type Reply } from "./reply.js";

/**
 * Reads a request's body as JSON.
 *
 * @param limit - bytes; a longer body is refused as soon as its length is known, and not read to its end
 * @returns the value, or the reply that refuses: 415 for another content type, 413 for a long one, 400 for one that
 * does not parse
 */
export async function readJson(
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
