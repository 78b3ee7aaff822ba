import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How a peer that means no good answers. */
type Misconduct = "huge" | "malformed" | "silent" | "failing" | "circular" | "forged";

/** A service at an authority's address that is none. */
export interface RoguePeer {
  /** How often each kind of answer was given. */
  readonly given: ReadonlyMap<Misconduct, number>;
  stop(): Promise<void>;
}

/** Starts one that misbehaves in every way in turn. @param forgery - a page of agreements that was forged */
export async function startRoguePeer(port: number, forgery: object): Promise<RoguePeer> {
  const kinds: readonly Misconduct[] = ["huge", "malformed", "failing", "circular", "forged", "silent"];
  const given = new Map<Misconduct, number>();
  let turn = 0;
  const server = createServer((request, response) => {
    request.resume();
    const kind = kinds[turn++ % kinds.length]!;
    given.set(kind, (given.get(kind) ?? 0) + 1);
    misbehave(kind, request, response, forgery);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    given,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function misbehave(kind: Misconduct, _request: IncomingMessage, response: ServerResponse, forgery: object): void {
  response.on("error", () => undefined);
  switch (kind) {
    case "huge": {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
      return;
    }
    case "malformed":
      response.end('{"agreements": [');
      return;
    case "failing":
      response.writeHead(500).end("no");
      return;
    case "circular":
      response.end(JSON.stringify({ agreements: [], next: `0x${"00".repeat(32)}` }));
      return;
    case "forged":
      response.end(JSON.stringify(forgery));
      return;
    case "silent":
  }
}
