const HOUR_SECONDS = 3600;

/**
 * The words that name a clock change: nothing unless the times step an hour too far or too short, as local time does
 * when it is written without its offset.
 *
 * @param step - seconds from one row to the next
 * @param intervalSeconds - what the step should be, when that is known
 */
export function clockChangeHint(step: number, intervalSeconds: number | undefined): string {
  if (intervalSeconds === undefined || Math.abs(step - intervalSeconds) !== HOUR_SECONDS) return "";
  const direction = step < intervalSeconds ? "back" : "forward";
  return `; the time steps an hour ${direction}: if the clocks change here, give each time its own offset from UTC`;
}
