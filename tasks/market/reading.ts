import { signReading } from "../../src/market/typed-data.js";
import { UserError } from "../../src/model/errors.js";
import { writeJsonFile } from "./json-file.js";
import { agreementNamed } from "./on-agreement.js";
import { print } from "./facts.js";
import { marketCommand, type SessionArguments } from "./session.js";
import { energyOption, required } from "./values.js";

interface ReadingArguments extends SessionArguments {
  readonly agreement: string | undefined;
  readonly energy: string | undefined;
  readonly out: string | undefined;
}

/** Signs what an agreement's buyer used in the delivery period, with the meter's account. */
export default marketCommand(async (args: ReadingArguments, session) => {
  const { id, terms } = await agreementNamed(args, session);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "the kWh used, such as 12.5"));
  if (session.account !== terms.meter) {
    throw new UserError(
      `--account ${args.account}: is ${session.account}, and the agreement's meter is ${terms.meter}`,
    );
  }
  const signature = await signReading(session.signer, session.reader.domain, { agreement: id, energyWh });
  const reading = { agreement: id, energyWh, signature };
  const { out } = args;
  if (out !== undefined) await writeJsonFile(out, reading);
  print({ json: args.json || out === undefined }, reading, () => `The signed reading is in ${out ?? ""}.\n`);
});
