import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect } from "chai";
import type { Browser, Page } from "playwright-core";

import { PALETTE } from "../../../src/report/figures/style.js";
import { page } from "../../../src/report/page/page.js";
import { writeFiles } from "../../../src/report/write.js";
import { launchBrowser, misplacedTexts } from "../../support/browser.js";
import { figureSamples } from "../samples.js";
import { sampleReport } from "./sample-report.js";

const figureCount = Object.keys(figureSamples).length;

describe("page in a browser", () => {
  let browser: Browser | undefined;
  let folder: string;
  let url: string;

  before(async function () {
    browser = await launchBrowser(this);
    folder = await mkdtemp(join(tmpdir(), "wattlane-page-"));
    await writeFiles(folder, { "index.html": page(sampleReport()) });
    url = pathToFileURL(join(folder, "index.html")).href;
  });

  after(async () => {
    if (!browser) return;
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function open(options: { colorScheme: "light" | "dark"; width: number }): Promise<Page> {
    if (!browser) throw new Error("no browser");
    const { colorScheme, width } = options;
    const opened = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    await opened.goto(url);
    return opened;
  }

  /** What a person would not see: a script's value, typed by the caller. */
  async function read<T>(opened: Page, expression: string): Promise<T> {
    return opened.evaluate<T>(expression);
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`opens without an error or a request in the ${colorScheme} scheme`, async () => {
      if (!browser) throw new Error("no browser");
      const opened = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 900 } });
      const faults: string[] = [];
      const requests: string[] = [];
      opened.on("console", (message) => faults.push(message.text()));
      opened.on("pageerror", (error) => faults.push(error.message));
      opened.on("request", (request) => requests.push(request.url()));
      await opened.goto(url, { waitUntil: "networkidle" });
      expect(faults).to.deep.equal([]);
      expect(requests).to.deep.equal([url]);
      await opened.close();
    });

    it(`shows page and figures in the colours of the ${colorScheme} scheme`, async () => {
      const opened = await open({ colorScheme, width: 1100 });
      const { paper, ink } = PALETTE;
      const of = (selector: string, property: string) =>
        read<string[]>(
          opened,
          `[...new Set([...document.querySelectorAll("${selector}")].map((node) => getComputedStyle(node).${property}))]`,
        );
      expect(await of("body", "backgroundColor")).to.deep.equal([rgb(paper[colorScheme])]);
      expect(await of("body", "color")).to.deep.equal([rgb(ink[colorScheme])]);
      expect(await of("svg > rect", "fill")).to.deep.equal([rgb(paper[colorScheme])]);
      expect(await of("svg > g", "fill")).to.deep.equal([rgb(ink[colorScheme])]);
      await opened.close();
    });
  }

  it("shows every figure, no text in it cut off or overlapping another", async () => {
    const opened = await open({ colorScheme: "light", width: 1100 });
    const figures = opened.locator("figure svg");
    expect(await figures.count()).to.equal(figureCount);
    for (const figure of await figures.all()) {
      expect(await figure.isVisible()).to.be.true;
      const box = await figure.boundingBox();
      expect(box?.width).to.be.greaterThan(700);
      expect(box?.height).to.be.greaterThan(200);
    }
    expect(await read<string[]>(opened, misplacedTexts)).to.deep.equal([]);
    await opened.close();
  });

  it("does not scroll sideways at 390 px; wide figures and tables scroll in their own boxes", async () => {
    const opened = await open({ colorScheme: "light", width: 390 });
    expect(await read<number>(opened, "document.documentElement.scrollWidth")).to.equal(390);
    const boxes = `[...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth).length`;
    expect(await read<number>(opened, boxes)).to.equal(figureCount + 1);
    await opened.close();
  });

  it("is printed on light paper with figures that fit, even from a dark screen", async () => {
    const opened = await open({ colorScheme: "dark", width: 700 });
    await opened.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await read<string>(opened, "getComputedStyle(document.body).backgroundColor")).to.equal(
      rgb(PALETTE.paper.light),
    );
    const widest = `Math.max(...[...document.querySelectorAll("figure svg")].map((svg) => svg.getBoundingClientRect().width))`;
    expect(await read<number>(opened, widest)).to.be.at.most(700);
    await opened.close();
  });

  it("prints every column of a wide table, on paper as wide as A4 between its margins", async () => {
    const opened = await open({ colorScheme: "light", width: 703 });
    const cut = `[...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth).length`;
    expect(await read<number>(opened, cut)).to.be.above(0);
    await opened.emulateMedia({ media: "print" });
    expect(await read<number>(opened, cut)).to.equal(0);
    expect(await read<number>(opened, "document.documentElement.scrollWidth")).to.equal(703);
    await opened.close();
  });

  it("gives a wide table the window's width, beyond the text's", async () => {
    const opened = await open({ colorScheme: "light", width: 1280 });
    const widths = `["main", ".wide table"].map((part) => document.querySelector(part).getBoundingClientRect().width)`;
    const [text, table] = await read<[number, number]>(opened, widths);
    expect(table).to.be.above(text);
    expect(await read<number>(opened, "document.documentElement.scrollWidth")).to.equal(1280);
    await opened.close();
  });

  it("sets the text of figures in 12 px at least at 390 px", async () => {
    const opened = await open({ colorScheme: "light", width: 390 });
    const sizes = `[...document.querySelectorAll("figure svg")].map((svg) => parseFloat(getComputedStyle(svg).fontSize) * svg.getScreenCTM().a)`;
    expect(Math.min(...(await read<number[]>(opened, sizes)))).to.be.above(12);
    await opened.close();
  });

  it("lets the keyboard skip to the content and reach every figure by its title", async () => {
    const opened = await open({ colorScheme: "light", width: 1100 });
    await opened.keyboard.press("Tab");
    expect(await read<string>(opened, "document.activeElement.textContent")).to.equal("Skip to the content");
    expect(await opened.getByRole("img").count()).to.equal(figureCount);
    expect(await opened.getByRole("img", { name: "Fig. 6: time of each trade" }).count()).to.equal(1);
    for (const landmark of ["banner", "main", "navigation", "contentinfo"] as const) {
      expect(await opened.getByRole(landmark).count(), landmark).to.equal(1);
    }
    await opened.close();
  });
});

function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)).join(", ")})`;
}
