import { perform, type ActArguments } from "./act.js";
import { marketCommand } from "./session.js";

/** Ends a pause; the operator's to do. */
export default marketCommand(async (args: ActArguments, session) => {
  await perform(session, args, { name: "unpause", call: ["unpause", []], facts: [] });
});
