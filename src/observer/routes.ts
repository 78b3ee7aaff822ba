import { jsonReply } from "../service/reply.js";
import type { Route } from "../service/route.js";
import { observerPage } from "./page/observer-page.js";
import type { Summary } from "./summary/summary.js";

/**
 * The observer's own routes: `GET /`, a page for people; `GET /summary`, the same and more as JSON, its bigints as
 * decimal digits. Both answer 503 until the record has begun.
 *
 * @param summary - undefined until then
 */
export function observerRoutes(summary: () => Summary | undefined, faults: () => readonly string[]): Route[] {
  return [
    {
      method: "GET",
      path: "/",
      handle() {
        const told = summary();
        const status = told === undefined ? 503 : 200;
        return { status, contentType: "text/html; charset=utf-8", body: observerPage(told, faults()) };
      },
    },
    {
      method: "GET",
      path: "/summary",
      handle() {
        const told = summary();
        return told === undefined ? jsonReply(503, { faults: faults() }) : jsonReply(200, told);
      },
    },
  ];
}
