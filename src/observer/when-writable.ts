import type { Clock } from "../service/clock.js";
import type { Log } from "../service/log.js";
import type { ObserverState } from "./health.js";
import { hindranceOf } from "./record/sqlite-fault.js";

/** How long to wait until a record that could not be written is tried again, ms. */
const WAIT_MS = 1_000;

/**
 * Writes what must be written, again while the disk is full, fails or is held by another process. What is in the record
 * stays meanwhile, and the observer's state tells of it.
 *
 * @throws whatever else the writing throws; the signal's reason when aborted
 */
export async function whenWritable<Told>(
  write: () => Told,
  { state, clock, signal, log }: { state: ObserverState; clock: Clock; signal: AbortSignal; log: Log },
): Promise<Told> {
  for (;;) {
    try {
      const told = write();
      if (state.recordFault !== undefined) log.info("record writable again");
      state.recordFault = undefined;
      return told;
    } catch (error) {
      const hindrance = hindranceOf(error);
      if (hindrance === undefined) throw error;
      if (state.recordFault !== hindrance) log.error("record not writable", { reason: hindrance });
      state.recordFault = hindrance;
    }
    await clock.sleep(WAIT_MS, signal);
  }
}
