import { publicKeyOf } from "../../src/market/provider-signer.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { perform, type ActArguments } from "./act.js";
import { energyFact, fact } from "./facts.js";
import { marketCommand } from "./session.js";

/** Registers the account with its own key. */
export default marketCommand(async (args: ActArguments, session) => {
  const publicKey = await publicKeyOf(session.signer, session.reader.domain);
  await perform(session, args, {
    name: "register",
    call: ["register", [publicKey]],
    facts: [fact("publicKey", "public key", publicKey, `${publicKey.slice(0, 14)}…`)],
    outcome: (events) => {
      const { keyHash, capTrades, capEnergyWh } = argumentsOf(events, "Registered") as unknown as Registered;
      return [
        fact("keyHash", "key hash h", keyHash),
        fact("capTrades", "cap N", capTrades, `${capTrades} trades between verifications`),
        energyFact("capEnergyWh", "cap M", capEnergyWh),
      ];
    },
  });
});

interface Registered {
  readonly keyHash: string;
  readonly capTrades: bigint;
  readonly capEnergyWh: bigint;
}
