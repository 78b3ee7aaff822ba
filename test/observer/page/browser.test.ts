import { expect } from "chai";
import type { Browser, Page } from "playwright-core";

import { observerRoutes } from "../../../src/observer/routes.js";
import { IndexWriter } from "../../../src/observer/database/index-writer.js";
import { IndexedLedger } from "../../../src/observer/database/indexed-ledger.js";
import { summaryOf } from "../../../src/observer/summary/summary.js";
import { PALETTE } from "../../../src/report/figures/style.js";
import { openService } from "../../../src/service/http-service.js";
import { AgreementStatus } from "../../../src/model/terms.js";
import { launchBrowser } from "../../support/browser.js";
import { happenedMarket, temporaryFolder, type Happened } from "../sample-index.js";

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe("the observer's page in a browser", () => {
  const folder = temporaryFolder();
  let browser: Browser | undefined;
  let happened: Happened;
  let record: IndexWriter;
  let service: Awaited<ReturnType<typeof openService>>;
  let problems: string[] = [];
  let begun = true;
  let taken = 0;

  before(async function () {
    browser = await launchBrowser(this);
    happened = await happenedMarket("traditional");
    record = IndexWriter.open(folder.file("record.db"), happened.identity);
    record.resume();
    const recorded = new IndexedLedger(record.reader);
    const summary = () => {
      const now = Number(record.reader.head()?.timestamp ?? 0n) * 1000 + 4_000;
      return begun ? summaryOf(record.reader, recorded, { lagBlocks: 0n, problems, now }) : undefined;
    };
    service = await openService({
      host: "127.0.0.1",
      port: 0,
      log: quiet,
      routes: observerRoutes(summary, () => problems),
    });
    takeUntil(({ event }) => event.name === "Accepted" && event.args.status === AgreementStatus.AwaitingVerification);
  });

  beforeEach(() => {
    problems = [];
    begun = true;
  });

  after(async () => {
    folder.remove();
    if (!browser) return;
    await browser.close();
    await service.close();
    record.close();
  });

  /** Records blocks up to the next one that holds such an event. */
  function takeUntil(wanted: (log: Happened["logs"][number]) => boolean): void {
    for (const step of happened.steps.slice(taken)) {
      record.take(step, 0);
      taken++;
      if (step.logs.some(wanted)) return;
    }
    throw new Error("there is no such event");
  }

  async function open(options: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<Page> {
    const { colorScheme = "light", width = 1100 } = options;
    if (!browser) throw new Error("no browser");
    const opened = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    await opened.goto(service.url);
    return opened;
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`shows numbers in the ${colorScheme} scheme, without an error or a request to elsewhere`, async () => {
      if (!browser) throw new Error("no browser");
      const opened = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 900 } });
      const problems: string[] = [];
      const requests: string[] = [];
      opened.on("console", (message) => problems.push(message.text()));
      opened.on("pageerror", (error) => problems.push(error.message));
      opened.on("request", (request) => requests.push(request.url()));
      await opened.goto(service.url);
      await opened.waitForResponse((response) => response.request().resourceType() === "fetch");
      expect(problems).to.deep.equal([]);
      expect(new Set(requests)).to.deep.equal(new Set([`${service.url}/`]));
      const colour = (property: string) => opened.evaluate<string>(`getComputedStyle(document.body).${property}`);
      expect(await colour("backgroundColor")).to.equal(rgb(PALETTE.paper[colorScheme]));
      expect(await colour("color")).to.equal(rgb(PALETTE.ink[colorScheme]));
      expect(await opened.getByRole("heading", { level: 2 }).allTextContents()).to.deep.equal([
        "Now",
        "Agreements",
        "Awaiting verification",
        "Authorities",
        "Settlements",
        "Last events",
      ]);
      await opened.close();
    });
  }

  it("does not scroll sideways at 390 px; wide tables scroll in their own boxes", async () => {
    const opened = await open({ width: 390 });
    expect(await opened.evaluate<number>("document.documentElement.scrollWidth")).to.equal(390);
    const wide = `[...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth).length`;
    expect(await opened.evaluate<number>(wide)).to.be.greaterThan(0);
    await opened.close();
  });

  it("brings what has happened by itself, and leaves everything else where it is", async () => {
    const opened = await open();
    const awaiting = opened.getByRole("table", { name: "By deadline" }).getByRole("row");
    expect(await awaiting.count()).to.equal(2);
    const box = opened.locator(".scroll").last();
    await box.focus();
    const marked = `document.activeElement.dataset.kept = "yes"`;
    await opened.evaluate(marked);
    takeUntil(({ event }) => event.name === "Terminated");
    await awaiting.nth(1).waitFor({ state: "detached" });
    expect(await awaiting.count()).to.equal(1);
    expect(await opened.evaluate<string>("document.activeElement.dataset.kept")).to.equal("yes");
    await opened.close();
  });

  it("shows what is wrong, and that nobody answers any more", async () => {
    problems = ["no space is left for the index"];
    const opened = await open();
    expect(await opened.getByRole("alert").textContent()).to.include("no space is left for the index");
    problems = [];
    await opened.getByRole("alert").waitFor({ state: "detached" });
    await opened.route("**/*", (route) => route.abort());
    await opened.locator("#old").waitFor({ state: "visible" });
    expect(await opened.locator("#old").textContent()).to.match(/^The observer has not answered since \d{4}-/);
    await opened.unroute("**/*");
    await opened.locator("#old").waitFor({ state: "hidden" });
    await opened.close();
  });

  it("comes to life when the record begins", async () => {
    begun = false;
    problems = ["the index has not begun"];
    const opened = await open();
    expect(await opened.getByRole("heading", { level: 2 }).count()).to.equal(0);
    begun = true;
    problems = [];
    await opened.getByRole("heading", { name: "Last events" }).waitFor();
    await opened.close();
  });
});

function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)).join(", ")})`;
}
