import { UserError } from "../../model/errors.js";

/** An event is about something that no earlier event tells of: the log has a gap. */
export class EventsMissing extends UserError {
  override readonly name = "EventsMissing";
  /** The event's block. */
  readonly block: bigint;

  /** @param unknown - what is unknown, such as "offer 0x12ab" */
  constructor(unknown: string, block: bigint, cause: Error) {
    super(`events of the market are missing: block ${block} refers to ${unknown}, of which no earlier event tells`, {
      cause,
    });
    this.block = block;
  }
}
