/**
 * An error that the user can correct: its message is one line and names the option, file, line or value at fault. Any
 * other error is a fault of the program.
 */
export class UserError extends Error {
  override name = "UserError";
}

/** A {@link UserError} in what was typed: an unknown option, a value that cannot be read, something that is missing. */
export class UsageError extends UserError {
  override name = "UsageError";
}

/** A {@link UserError} in the network's configuration, or by its node. */
export class NetworkError extends UserError {
  override name = "NetworkError";
}
