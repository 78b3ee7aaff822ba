import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Message {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** How the server behaves towards one request. */
export type Behaviour = (
  response: ServerResponse,
  messages: readonly Message[],
  request: IncomingMessage,
  body: string,
) => void;

/** An HTTP server that plays its behaviours in turn, one a request, and then answers properly. */
export class MisbehavingServer {
  /** What came in, by request. */
  readonly asked: string[][] = [];
  readonly #server: Server;
  #behaviours: Behaviour[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async start(): Promise<MisbehavingServer> {
    const server = new MisbehavingServer();
    await new Promise<void>((listening) => server.#server.listen(0, "127.0.0.1", listening));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  plays(...behaviours: Behaviour[]): void {
    this.#behaviours = behaviours;
    this.asked.length = 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const messages = [JSON.parse(body)].flat() as Message[];
    this.asked.push(messages.map(({ method }) => method));
    (this.#behaviours.shift() ?? properly)(response, messages, request, body);
  }
}

/** Answers each call with its method's name. */
export const properly: Behaviour = (response, messages, _, body) => {
  const answers = messages.map(({ id, method }) => ({ jsonrpc: "2.0", id, result: method }));
  response.end(JSON.stringify(body.startsWith("[") ? answers.reverse() : answers[0]));
};

/** Answers with a status and a text, whatever was asked. */
export function says(text: string, status = 200, headers: Record<string, string> = {}): Behaviour {
  return (response) => response.writeHead(status, headers).end(text);
}

/** Answers the first call by a JSON-RPC error. */
export function refuses(code: number, message: string, data?: unknown): Behaviour {
  return (response, [first]) => {
    response.end(JSON.stringify({ jsonrpc: "2.0", id: first?.id, error: { code, message, data } }));
  };
}
