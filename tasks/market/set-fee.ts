import { perform, type ActArguments } from "./act.js";
import { priceFact } from "./facts.js";
import { marketCommand } from "./session.js";
import { moneyOption, required } from "./values.js";

interface FeeArguments extends ActArguments {
  readonly fee: string | undefined;
}

/** Sets the platform fee of offers declared from now on; the operator's to do. */
export default marketCommand(async (args: FeeArguments, session) => {
  const fee = moneyOption("--fee", required("--fee", args.fee, "tokens per MWh, such as 0.10"));
  await perform(session, args, {
    name: "set-fee",
    call: ["setFee", [fee]],
    facts: [priceFact("feePerMWh", "fee", fee, session.symbol)],
  });
});
