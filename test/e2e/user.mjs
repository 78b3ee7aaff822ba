// A user in a process of its own: node --import tsx test/e2e/user.mjs, with its orders in WATTLANE_USER_ORDERS.
import { createInterface } from "node:readline";

import { runUser } from "./user.js";

// The tests' runner loads every file of this folder.
if (import.meta.main) {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  await runUser(JSON.parse(process.env.WATTLANE_USER_ORDERS), async () => (await lines.next()).value);
}
