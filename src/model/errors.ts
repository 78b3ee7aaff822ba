/**
 * Input that a person can put right: its message is one line and names the option, file, line or value at fault.
 * Whatever else is thrown is a fault of the program.
 */
export class UserError extends Error {
  override name = "UserError";
}
