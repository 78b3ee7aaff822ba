import { HeldReadings } from "../../src/meter/held-readings.js";
import { command } from "../command.js";

export default command((args: { readonly data: string; readonly agreement: string }) => {
  const holding = HeldReadings.of(args.data);
  try {
    const { agreement, meter, energyWh } = holding.allow(args.agreement);
    process.stdout.write(
      `${agreement} of meter ${meter}: ${energyWh} Wh will be signed if its rows stay as they are.\n`,
    );
  } finally {
    holding.close();
  }
});
