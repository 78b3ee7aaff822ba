import { EventJson } from "../../chain/abi/event-json.js";
import { marketAbi } from "../../market/market-reader.js";
import { MarketLedger } from "../../market/ledger/market-ledger.js";
import { toCsv } from "../../report/csv.js";
import { happeningOf } from "../happening.js";
import { BEFORE_ALL, type RecordReader } from "../record/record-reader.js";
import { agreementColumns, DEBT_COLUMNS, eventColumns, OFFER_COLUMNS, SETTLEMENT_COLUMNS } from "./columns.js";

/** A record as CSV, by file name, all files of one state: every event, and what the events add up to. */
export function exportOf(record: RecordReader): Readonly<Record<string, string>> {
  const { kind, verificationWindow } = record.identity;
  const ledger = new MarketLedger();
  const happenings = record.inOneState(() =>
    [...record.eventsAfter(BEFORE_ALL)].map((log) => {
      ledger.apply(log);
      ledger.keep(log.block.number);
      return happeningOf(log, ledger);
    }),
  );
  const json = new EventJson(marketAbi(kind));
  const encode = (name: string, args: Readonly<Record<string, unknown>>) => json.write({ name, args });
  const agreements = ledger.agreements();
  const settled = agreements.flatMap((agreement) => {
    const { settlement } = agreement;
    return settlement === undefined ? [] : [{ ...agreement, settlement }];
  });
  return {
    "events.csv": toCsv(eventColumns(encode), happenings),
    "offers.csv": toCsv(OFFER_COLUMNS, ledger.offers()),
    "agreements.csv": toCsv(agreementColumns(verificationWindow), agreements),
    "settlements.csv": toCsv(SETTLEMENT_COLUMNS, settled),
    "debts.csv": toCsv(
      DEBT_COLUMNS,
      settled.filter(({ settlement }) => settlement.debt > 0n),
    ),
  };
}
