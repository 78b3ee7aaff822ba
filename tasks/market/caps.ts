import { perform, type ActArguments } from "./act.js";
import { energyFact, fact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, energyOption, integerOption, required } from "./values.js";

interface CapsArguments extends ActArguments {
  readonly user: string | undefined;
  readonly trades: string | undefined;
  readonly energy: string | undefined;
}

/** Sets the caps of one user, or of all who register from now on; the operator's to do. */
export default marketCommand(async (args: CapsArguments, session) => {
  const trades = integerOption("--trades", required("--trades", args.trades, "N, a number of trades"), 16);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "M, in kWh"));
  const facts = [fact("capTrades", "cap N", trades, `${trades} trades`), energyFact("capEnergyWh", "cap M", energyWh)];
  if (args.user === undefined) {
    const whose = fact("user", "of", null, "all who register from now on");
    await perform(session, args, {
      name: "caps",
      call: ["setDefaultCaps", [trades, energyWh]],
      facts: [whose, ...facts],
    });
    return;
  }
  const user = addressOption("--user", args.user, session.accounts);
  const whose = fact("user", "of", user);
  await perform(session, args, { name: "caps", call: ["setCaps", [user, trades, energyWh]], facts: [whose, ...facts] });
});
