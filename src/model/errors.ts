/**
 * An error that the user can correct: its message is one line and names the option, file, line or value at fault. Any
 * other error is a fault of the program.
 */
export class UserError extends Error {
  override name = "UserError";
}
