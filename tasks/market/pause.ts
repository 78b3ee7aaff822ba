import { perform, type ActArguments } from "./act.js";
import { marketCommand } from "./session.js";

/** Stops new offers and new agreements; all else goes on. The operator's to do. */
export default marketCommand(async (args: ActArguments, session) => {
  await perform(session, args, { name: "pause", call: ["pause", []], facts: [] });
});
