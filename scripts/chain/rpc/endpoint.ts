import { UserError } from "../../model/errors.js";

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
