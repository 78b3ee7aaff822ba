import { existsSync } from "node:fs";

import type { Context } from "mocha";
import { type Browser, chromium } from "playwright-core";

/**
 * Starts Chromium without a window. Where there is none the suite is skipped, and says so; in continuous integration
 * that is a failure.
 *
 * @param suite - `this` of the hook that needs it
 */
export async function launchBrowser(suite: Context): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    const message = `no browser at ${executablePath}: install the package chromium, or set CHROMIUM_PATH`;
    if (process.env.CI === "true") throw new Error(message);
    console.log(`    skipped, ${message}`);
    suite.skip();
  }
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Pairs of texts in one figure that overlap, and texts that reach out of it. Runs in the page. */
export const misplacedTexts = `[...document.querySelectorAll("figure svg")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((node) => ({ text: node.textContent, box: node.getBoundingClientRect() }));
  const cut = texts.filter(({ box }) =>
    box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom);
  const pairs = texts.flatMap((a, index) => texts.slice(index + 1).filter((b) =>
    Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 &&
    Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4).map((b) => a.text + " / " + b.text));
  return [...cut.map(({ text }) => svg.id + " cuts off: " + text), ...pairs.map((pair) => svg.id + " overlaps: " + pair)];
})`;
