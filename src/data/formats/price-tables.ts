import type { TableFormat } from "./table-format.js";

const PRICE = /^day-ahead price [[(][a-z]{3}\/mwh[\])]$/;

/** Clocks as ENTSO-E names them, and a place of each. */
const ENTSOE_ZONES = [
  ["utc", "UTC"],
  ["cet/cest", "Europe/Brussels"],
  ["wet/west", "Europe/Lisbon"],
  ["eet/eest", "Europe/Helsinki"],
] as const;

/** Files of prices. */
export const PRICE_TABLES: readonly TableFormat[] = [
  {
    name: "Wattlane's prices",
    kind: "prices",
    isOwn: true,
    columns: { time: /^timestamp$/, value: /^price_per_mwh$/ },
  },
  ...ENTSOE_ZONES.map(([word, zone]): TableFormat => {
    const time = new RegExp(`^mtu \\(${word}\\)$`);
    const columns = { time, value: PRICE, same: /^(?:area|sequence)$/ };
    const nothing = /^(?:n\/e|-)$/i;
    return { name: "ENTSO-E's day-ahead prices", kind: "prices", columns, zone, dates: "dmy", range: true, nothing };
  }),
  {
    // Market time is that of Brisbane, without summer time.
    name: "AEMO's prices",
    kind: "prices",
    columns: { time: /^settlementdate$/, value: /^rrp$/, same: /^region$/ },
    zone: "+10:00",
    stamps: "end",
  },
];
