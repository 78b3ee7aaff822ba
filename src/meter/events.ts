import { isoInstant } from "../data/timestamp.js";
import type { Log, LogFields } from "../service/json-log.js";
import type { Metered } from "./due.js";
import type { HeldReading } from "./held-readings.js";

/** What a meter does, for logs and metrics. */
export type MeterEvent =
  /** A reading is signed, and on disk. */
  | { readonly kind: "signed"; readonly agreement: string; readonly meter: string; readonly energyWh: bigint }
  /** The rows, or the agreements that share them, now give another energy than was signed: what was signed stands. */
  | {
      readonly kind: "contradiction";
      readonly agreement: string;
      readonly meter: string;
      readonly signedWh: bigint;
      readonly nowWh: bigint;
    }
  /** An ended agreement cannot be read yet; reported once for each reason. */
  | {
      readonly kind: "waiting";
      readonly agreement: string;
      readonly meter: string;
      readonly reason: Exclude<Metered, { kind: "metered" | "held" }>;
    }
  /** A reading is not signed until somebody allows it; reported once for each energy and reason. */
  | ({ readonly kind: "held" } & HeldReading)
  /** A batch of settlements is being sent. */
  | { readonly kind: "settling"; readonly agreements: readonly string[] }
  /** The batch is on the chain: how many are settled, by it or by another, and which are still open. */
  | {
      readonly kind: "settled";
      readonly transactionHash: string | undefined;
      readonly settled: number;
      readonly open: readonly string[];
    }
  /** The batch did not reach the chain. */
  | { readonly kind: "failed"; readonly agreements: readonly string[]; readonly problem: string };

/** Writes an event to the log. */
export function logMeterEvent(log: Log, event: MeterEvent): void {
  switch (event.kind) {
    case "signed":
      log.info("reading signed", { agreement: event.agreement, meter: event.meter, energyWh: event.energyWh });
      break;
    case "contradiction": {
      const { agreement, meter, signedWh, nowWh } = event;
      log.warn("rows contradict the signed reading", { agreement, meter, signedWh, nowWh });
      break;
    }
    case "waiting":
      log.warn("no reading yet", { agreement: event.agreement, meter: event.meter, ...reasonOf(event.reason) });
      break;
    case "held": {
      const { agreement, meter, energyWh, problem } = event;
      const remedy = `if it is right: hardhat meter allow ${agreement}`;
      log.warn("reading held", { agreement, meter, energyWh, problem, remedy });
      break;
    }
    case "settling":
      log.info("settling", { agreements: event.agreements });
      break;
    case "settled": {
      const { transactionHash, settled, open } = event;
      log.info("settled", { transaction: transactionHash, settled });
      if (open.length > 0) log.error("not settled by the market", { transaction: transactionHash, agreements: open });
      break;
    }
    case "failed":
      log.error("settlement failed", { agreements: event.agreements, problem: event.problem });
  }
}

function reasonOf(reason: Extract<MeterEvent, { kind: "waiting" }>["reason"]): LogFields {
  switch (reason.kind) {
    case "missing":
      return { reason: "intervals are missing", first: isoInstant(Number(reason.first)), missing: reason.count };
    case "misfit":
      return { reason: "the meter's intervals do not begin and end with the delivery period" };
    case "apart": {
      const [from, to] = [isoInstant(reason.from), isoInstant(reason.to)];
      return {
        reason: "two rows are further apart than --interval, and none between them: are intervals longer?",
        from,
        to,
      };
    }
    case "fell": {
      const [from, to] = [isoInstant(reason.from), isoInstant(reason.to)];
      return { reason: "the register fell: give the old meter's last and the new one's first reading", from, to };
    }
    case "undecided":
      return { reason: "an agreement that would share the reading awaits verification", awaiting: reason.awaiting };
    case "too large":
      return { reason: "the energy does not fit a reading" };
  }
}
