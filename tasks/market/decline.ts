import { argumentsOf } from "../../src/market/market-events.js";
import { fact } from "./facts.js";
import { agreementCommand } from "./on-agreement.js";
import { reasonWord } from "./words.js";

/** Ends an agreement that awaits verification, as a party of it. */
export default agreementCommand("decline", "decline", (events) => [
  fact("reason", "terminated", reasonWord(argumentsOf(events, "Terminated").reason as bigint)),
]);
