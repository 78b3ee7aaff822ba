import type { HardhatUserConfig } from "hardhat/types/config";

import { text } from "../declaration.js";
import { act, ask, SOMEBODY } from "./declarations.js";

const AUTHORITY = { name: "authority", description: `The authority: ${SOMEBODY}` };

/** What a market's operator and its token's bank do, and what all can see of it. */
export const operatorTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  ask("info", "Tells a market's addresses, caps, fee, windows and books", () => import("./info.js")),
  act("mint", "Creates tokens for somebody who has paid the bank (the bank)", () => import("./mint.js"), {
    options: [text("to", `Whose they are: ${SOMEBODY}`), text("amount", "Tokens, such as 100")],
  }),
  act("set-meter", "Sets whose key signs a user's meter readings (the operator)", () => import("./set-meter.js"), {
    options: [text("user", `The user: ${SOMEBODY}`), text("meter", `The meter: ${SOMEBODY}`)],
  }),
  act("caps", "Sets the caps on fast-lane trades (the operator)", () => import("./caps.js"), {
    options: [
      text("user", `Whose: ${SOMEBODY}; of all who register from now on without it`),
      text("trades", "N: trades between two full verifications"),
      text("energy", "M: energy of those trades, in kWh"),
    ],
  }),
  act("set-fee", "Sets the fee of offers declared from now on (the operator)", () => import("./set-fee.js"), {
    options: [text("fee", "Tokens per MWh")],
  }),
  act("collect-fees", "Pays the collected fees out (the operator)", () => import("./collect-fees.js"), {
    options: [text("to", `To whom: ${SOMEBODY}; the account itself without it`)],
  }),
  act("pause", "Stops new offers and agreements; all else goes on (the operator)", () => import("./pause.js")),
  act("unpause", "Ends a pause (the operator)", () => import("./unpause.js")),
  ask("authorities", "Lists the committee", () => import("./authorities.js")),
  act("authorities add", "Adds an authority (the operator)", () => import("./add-authority.js"), {
    argument: AUTHORITY,
  }),
  act("authorities remove", "Removes an authority (the operator)", () => import("./remove-authority.js"), {
    argument: AUTHORITY,
  }),
];
