import { jsonReply, type Route } from "../service/http-service.js";
import { observerPage } from "./page/observer-page.js";
import type { Summary } from "./summary/summary.js";

/**
 * The observer's own routes: `GET /`, a page for people; `GET /summary`, the same and more as JSON, its bigints as
 * decimal digits. Both answer 503 until there is an index.
 *
 * @param summary - undefined until then
 */
export function observerRoutes(summary: () => Summary | undefined, problems: () => readonly string[]): Route[] {
  return [
    {
      method: "GET",
      path: "/",
      handle() {
        const found = summary();
        const status = found === undefined ? 503 : 200;
        return { status, contentType: "text/html; charset=utf-8", body: observerPage(found, problems()) };
      },
    },
    {
      method: "GET",
      path: "/summary",
      handle() {
        const found = summary();
        return found === undefined ? jsonReply(503, { problems: problems() }) : jsonReply(200, found);
      },
    },
  ];
}
