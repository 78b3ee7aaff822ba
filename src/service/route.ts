import { errorReply, type Reply } from "./reply.js";

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
export function findRoute(
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
