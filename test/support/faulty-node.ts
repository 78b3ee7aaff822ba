import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { answerOf, type Fault, type FaultChoice, type RpcAnswer, type RpcCall } from "./node-faults.js";

/** Which calls a fault befalls. */
interface Where {
  /** These methods; all without it. */
  readonly methods?: readonly string[];
  /** So many calls, then it is over; without it until {@link FaultyNode.heal}. */
  readonly times?: number;
}

/** Stands between a client and a real node, and does what networks and nodes do on bad days. */
export interface FaultyNode {
  readonly url: string;
  /** How many calls came, by method. */
  readonly calls: ReadonlyMap<string, number>;
  /** Lets a fault happen to the calls to come; the one injected last is asked first. */
  inject(fault: Fault, where?: Where): void;
  /** {@link FaultyNode.inject} with a choice of one's own, such as a seeded one. */
  choose(choice: FaultChoice): void;
  /** Ends every fault; calls that hang are cut off. */
  heal(): void;
  /** Refuses connections, and cuts off those that are open. */
  down(): Promise<void>;
  /** Accepts connections again, on the same port. */
  up(): Promise<void>;
  /** Speaks to another node from now on, as when a restarted one listens elsewhere. */
  pointAt(target: string): void;
  stop(): Promise<void>;
}

/**
 * Listens on a free port of the loopback interface.
 *
 * @param target - the real node's URL
 * @param habits - what this node always does; {@link FaultyNode.heal} does not end them
 */
export async function startFaultyNode(target: string, habits: readonly FaultChoice[] = []): Promise<FaultyNode> {
  let choices: FaultChoice[] = [];
  const calls = new Map<string, number>();
  const hanging = new Set<ServerResponse>();

  const faultOf = (call: RpcCall): Fault | undefined => {
    for (const choice of [...choices, ...habits]) {
      const fault = choice(call);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = JSON.parse(await text(request)) as RpcCall | RpcCall[];
    const batch = Array.isArray(message) ? message : [message];
    for (const { method } of batch) calls.set(method, (calls.get(method) ?? 0) + 1);
    const faults = batch.map(faultOf);
    const whole = faults.find((fault) => fault !== undefined && WHOLE_MESSAGE.has(fault.kind));
    if (whole?.kind === "small batches" && batch.length > whole.most) return void response.end(TOO_MANY_CALLS);
    if (whole?.kind === "cut off") return void response.destroy();
    if (whole?.kind === "hang") return void hanging.add(response);
    if (whole?.kind === "status") return void response.writeHead(whole.status).end("not now");
    if (whole?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, whole.ms));
    const answers = await Promise.all(batch.map((call, index) => answerOf(call, faults[index], ask)));
    const body = JSON.stringify(Array.isArray(message) ? answers : answers[0]);
    response.setHeader("content-type", "application/json");
    response.end(whole?.kind === "truncated" ? body.slice(0, body.length >> 1) : body);
  }

  async function ask(call: RpcCall): Promise<RpcAnswer> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(target, { method: "POST", headers, body: JSON.stringify(call) });
    return (await answer.json()) as RpcAnswer;
  }

  const listen = async (port: number): Promise<Server> => {
    const opened = createServer((request, response) => {
      // The real node is gone, or the client is: either way there is nobody to answer.
      serve(request, response).catch(() => response.destroy());
    });
    opened.listen(port, "127.0.0.1");
    await once(opened, "listening");
    return opened;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;

  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const heal = () => {
    choices = [];
    for (const response of hanging) response.destroy();
    hanging.clear();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    inject: (fault, where) => void choices.unshift(limited(fault, where)),
    choose: (choice) => void choices.unshift(choice),
    heal,
    down: close,
    async up() {
      if (!server.listening) server = await listen(port);
    },
    pointAt: (url) => (target = url),
    async stop() {
      heal();
      await close();
    },
  };
}

/** Faults of the message, not of one call in it. */
const WHOLE_MESSAGE: ReadonlySet<string> = new Set(["cut off", "hang", "status", "slow", "truncated", "small batches"]);

const TOO_MANY_CALLS = JSON.stringify({
  jsonrpc: "2.0",
  id: null,
  error: { code: -32_005, message: "Number of requests exceeds max batch size" },
});

function limited(fault: Fault, { methods, times = Infinity }: Where = {}): FaultChoice {
  let left = times;
  return ({ method }) => {
    if (left <= 0 || methods?.includes(method) === false) return undefined;
    left -= 1;
    return fault;
  };
}
