import { createHash } from "node:crypto";

/** How often the page looks for news, ms. */
const EVERY_MS = 2_000;

/**
 * Runs in the page: fetches it again and puts in what has changed, so that scrolled tables, selections and the
 * keyboard's place stay. While the observer does not answer, a line says since when the page is old.
 */
export const REFRESH_SCRIPT = `
const old = document.getElementById("old");
function renew(shown, fresh) {
  if (shown.nodeName !== fresh.nodeName || shown.childNodes.length !== fresh.childNodes.length) {
    shown.replaceWith(fresh.cloneNode(true));
    return;
  }
  if (shown.nodeType === Node.TEXT_NODE) {
    if (shown.data !== fresh.data) shown.data = fresh.data;
    return;
  }
  if (shown.className !== fresh.className) shown.className = fresh.className;
  const before = [...shown.childNodes];
  [...fresh.childNodes].forEach((child, index) => renew(before[index], child));
}
async function look() {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    renew(document.querySelector("main"), page.querySelector("main"));
    old.hidden = true;
  } catch {
    if (old.hidden) old.textContent = "The observer has not answered since " + new Date().toISOString().slice(0, 19) + "Z";
    old.hidden = false;
  }
  setTimeout(look, ${EVERY_MS});
}
setTimeout(look, ${EVERY_MS});
`;

/** What allows the page this script and nothing else, and to ask where it came from. */
export const REFRESH_POLICY = `; connect-src 'self'; script-src 'sha256-${digest(REFRESH_SCRIPT)}'`;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
