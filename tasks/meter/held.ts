import { type HeldReading, HeldReadings } from "../../src/meter/held-readings.js";
import { command } from "../command.js";

export default command((args: { readonly data: string }) => {
  const holding = HeldReadings.of(args.data);
  const held = holding.all();
  holding.close();
  process.stdout.write(held.length === 0 ? "No reading waits to be allowed.\n" : held.map(line).join(""));
});

function line({ agreement, meter, energyWh, problem }: HeldReading): string {
  return `${agreement}  ${meter}  ${energyWh} Wh  ${problem}\n`;
}
