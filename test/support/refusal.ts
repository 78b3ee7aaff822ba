import { UserError } from "../../scripts/model/errors.js";

/** The message with which an action refuses its input, in full; fails the test when it does not. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
