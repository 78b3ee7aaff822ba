import { argumentsOf } from "../../src/market/market-events.js";
import { fact } from "./facts.js";
import { agreementCommand } from "./on-agreement.js";
import { reasonWord } from "./words.js";

/** Ends an agreement whose verification did not come in time. */
export default agreementCommand("expire", "expire", (events) => [
  fact("reason", "terminated", reasonWord(argumentsOf(events, "Terminated").reason as bigint)),
]);
