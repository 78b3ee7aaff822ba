import type { OutboxEvent } from "../chain/outbox/outbox.js";
import { isoInstant } from "../data/timestamp.js";
import type { Log, LogFields } from "../service/log.js";
import type { MeterEvent } from "./meter-event.js";

/** A meter's event as a line of the log. */
export function tellMeterEvent(log: Log, event: MeterEvent): void {
  switch (event.kind) {
    case "signed":
      log.info("reading signed", { agreement: event.agreement, meter: event.meter, energyWh: event.energyWh });
      break;
    case "contradiction": {
      const { agreement, meter, signedWh, nowWh } = event;
      log.warn("reading stands against its rows", { agreement, meter, signedWh, nowWh });
      break;
    }
    case "waiting":
      log.warn("reading not possible", { agreement: event.agreement, meter: event.meter, ...reasonOf(event.reason) });
      break;
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

/** An outbox's event as a line of the log. */
export function tellOutboxEvent(log: Log, event: OutboxEvent): void {
  if (event.kind === "problem") {
    if (event.problem === undefined) log.info("sending again possible");
    else log.warn("sending not possible", { problem: event.problem });
  } else if (event.kind === "nonce lost") log.info("nonce lost", { step: event.step, nonce: event.nonce });
  else {
    const { kind, step, nonce, transactionHash } = event;
    log.debug(`transaction ${kind}`, { step, nonce, transaction: transactionHash });
  }
}

function reasonOf(reason: Extract<MeterEvent, { kind: "waiting" }>["reason"]): LogFields {
  switch (reason.kind) {
    case "missing":
      return { reason: "intervals are missing", first: isoInstant(Number(reason.first)), missing: reason.count };
    case "misfit":
      return { reason: "the meter's intervals do not begin and end where the delivery period does" };
    case "undecided":
      return { reason: "an agreement that would share the reading awaits verification", awaiting: reason.awaiting };
    case "too large":
      return { reason: "the energy is larger than a reading can say" };
  }
}
