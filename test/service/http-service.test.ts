import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { expect } from "chai";
import { Registry } from "prom-client";

import healthSchema from "../../schemas/health.schema.json" with { type: "json" };
import { ChainState } from "../../src/service/chain-state.js";
import { type Health, watchRoutes } from "../../src/service/health.js";
import { jsonReply, openService, type Route } from "../../src/service/http-service.js";
import { openLog } from "../../src/service/json-log.js";
import { compileSchema } from "../../src/service/json-schema.js";
import { Metrics } from "../../src/service/metrics.js";
import { rejection } from "../support/refusal.js";

const LIMIT = 1000;

describe("an HTTP service", function () {
  this.timeout(10_000);
  let service: Awaited<ReturnType<typeof openService>>;
  let health: Health;
  const logged: string[] = [];
  const log = openLog({ daemon: "tester", secrets: [], write: (line) => logged.push(line) });
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const state = new ChainState({ clock, log, pollMs: 1000 });
  state.head = { number: 7n, timestamp: 100n };
  state.answered(state.head);
  const identity = { daemon: "tester", version: "1.2.3", chain: "31337", market: undefined };
  const routes: Route[] = [
    { method: "POST", path: "/echo", handle: ({ body }) => jsonReply(200, { body }) },
    {
      method: "GET",
      path: "/things/:id",
      handle: ({ params, query }) => jsonReply(200, { ...params, q: query.get("q") }),
    },
    {
      method: "GET",
      path: "/broken",
      handle() {
        throw new Error("broken inside");
      },
    },
    { method: "GET", path: "/long", handle: () => ({ status: 200, contentType: "text/csv", body: parts() }) },
  ];

  before(async () => {
    const watched = watchRoutes(new Metrics("tester").registry, () => ({ identity, state, own: health }));
    service = await openService({ host: "127.0.0.1", port: 0, routes: [...watched, ...routes], log, bodyLimit: LIMIT });
  });
  beforeEach(() => {
    health = { problems: [], details: { waiting: 7n } };
  });
  after(() => service.close());

  const get = (path: string) => fetch(service.url + path);
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
    fetch(service.url + path, { method: "POST", body, headers: { "content-type": type } });
  const stillAnswers = async () => {
    expect((await get("/health")).status).to.equal(200);
  };

  it("answers its health: 200 while well, 503 with the problems when not", async () => {
    const well = await get("/health");
    expect(well.status).to.equal(200);
    const common = { daemon: "tester", version: "1.2.3", chain: "31337", market: null, lagBlocks: 0 };
    const head = { block: 7, time: "1970-01-01T00:01:40Z" };
    const answer: unknown = await well.json();
    expect(answer).to.deep.equal({ status: "ok", problems: [], ...common, head, waiting: "7" });
    expect(compileSchema(healthSchema)(answer, "health")).to.equal(answer);
    health = { problems: ["the disk is full"], details: {} };
    const failing = await get("/health");
    expect(failing.status).to.equal(503);
    expect(await failing.json()).to.deep.equal({ status: "failing", problems: ["the disk is full"], ...common, head });
  });

  it("answers its metrics in Prometheus' format", async () => {
    const answer = await get("/metrics");
    expect(answer.headers.get("content-type")).to.equal(new Registry().contentType);
    expect(await answer.text()).to.match(/^process_resident_memory_bytes\{daemon="tester"\} \d+$/m);
  });

  it("routes by method and path, named parts decoded", async () => {
    expect(await (await get("/things/a%20b?q=1")).json()).to.deep.equal({ id: "a b", q: "1" });
    expect(await (await post("/echo", '{"a":[1]}')).json()).to.deep.equal({ body: { a: [1] } });
    expect(await (await get("/long")).text()).to.equal("a,b\n1,2\n");
  });

  it("refuses unknown paths, wrong methods and paths that do not decode", async () => {
    for (const path of ["/", "/nowhere", "/things", "/things/a/b", "/things/%ff", "/__proto__"])
      expect((await get(path)).status, path).to.equal(404);
    expect((await get("/echo")).status).to.equal(405);
    expect((await post("/health", "{}")).status).to.equal(405);
  });

  it("refuses bodies that are no JSON, or not called so", async () => {
    for (const body of ["", "{", "nonsense", new Uint8Array([0xff, 0xfe])])
      expect((await post("/echo", body)).status).to.equal(400);
    expect((await post("/echo", "{}", "text/plain")).status).to.equal(415);
    expect((await post("/echo", "{}", "application/json; charset=utf-8")).status).to.equal(200);
  });

  it("refuses a body beyond its limit, announced or not, and one that ends in the middle", async () => {
    expect((await post("/echo", JSON.stringify("x".repeat(LIMIT - 2)))).status).to.equal(200);
    expect((await post("/echo", JSON.stringify("x".repeat(LIMIT - 1)))).status).to.equal(413);
    expect((await post("/echo", "x".repeat(2_000_000))).status).to.equal(413);
    expect(await unannounced(service.url, 2_000_000)).to.equal(413);
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket
      .resume()
      .end("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    await once(socket, "close");
    await stillAnswers();
  });

  it("answers what is no HTTP with 400 and hangs up", async () => {
    for (const rubbish of ["\0\x01\x02\r\n\r\n", "GET\r\n\r\n", `GET / HTTP/1.1\r\nA: ${"x".repeat(20_000)}\r\n\r\n`]) {
      const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
      socket.write(rubbish);
      expect((await text(socket)).slice(0, 12)).to.equal("HTTP/1.1 400");
    }
    await stillAnswers();
  });

  it("answers 500 where a route fails, says why in the log alone, and goes on", async () => {
    const answer = await get("/broken");
    expect(answer.status).to.equal(500);
    expect(await answer.text()).to.not.contain("inside");
    expect(logged.join("")).to.contain("broken inside");
    await stillAnswers();
  });

  it("says in one line that its port is taken", async () => {
    const port = Number(new URL(service.url).port);
    const message = await rejection(() => openService({ host: "127.0.0.1", port, routes, log }));
    expect(message).to.match(/^cannot listen on 127\.0\.0\.1:\d+: listen EADDRINUSE[^\n]*$/);
  });

  it("closes though a peer keeps its connection open", async () => {
    const other = await openService({ host: "127.0.0.1", port: 0, routes, log });
    const socket = connect(Number(new URL(other.url).port), "127.0.0.1");
    socket.write("GET /things/a HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    const gone = once(socket, "close");
    await other.close();
    await gone;
  });
});

async function* parts() {
  yield "a,b\n";
  yield await Promise.resolve("1,2\n");
}

/** Sends a body in chunks, so that its length is not announced. @returns the status */
async function unannounced(url: string, bytes: number): Promise<number | undefined> {
  const sent = request(`${url}/echo`, { method: "POST", headers: { "content-type": "application/json" } });
  sent.on("error", () => undefined);
  const answered = once(sent, "response") as Promise<[{ statusCode?: number; resume(): void }]>;
  for (let left = bytes; left > 0; left -= 10_000) sent.write("x".repeat(10_000));
  sent.end();
  const [answer] = await answered;
  answer.resume();
  return answer.statusCode;
}
