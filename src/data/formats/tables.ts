import { METER_TABLES } from "./meter-tables.js";
import { PRICE_TABLES } from "./price-tables.js";
import type { TableFormat } from "./table-format.js";

/** Every format with a header that is recognised by itself. docs/data.md lists them. */
export const FORMAT_TABLES: readonly TableFormat[] = [...METER_TABLES, ...PRICE_TABLES];
