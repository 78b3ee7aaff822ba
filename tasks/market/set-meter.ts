import { perform, type ActArguments } from "./act.js";
import { fact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, required } from "./values.js";

interface SetMeterArguments extends ActArguments {
  readonly user: string | undefined;
  readonly meter: string | undefined;
}

/** Sets whose key signs a user's meter readings from now on; the operator's to do. */
export default marketCommand(async (args: SetMeterArguments, session) => {
  const user = addressOption("--user", required("--user", args.user, "the user's address"), session.accounts);
  const meter = addressOption("--meter", required("--meter", args.meter, "the meter's address"), session.accounts);
  await perform(session, args, {
    name: "set-meter",
    call: ["setMeter", [user, meter]],
    facts: [fact("user", "user", user), fact("meter", "meter", meter)],
  });
});
