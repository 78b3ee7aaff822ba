import { styleText } from "node:util";

/** An error as one line for standard error; red where that is a terminal, unless NO_COLOR says otherwise. */
export function complaint(message: string): string {
  return `${styleText(["red", "bold"], "Error:", { stream: process.stderr })} ${message}\n`;
}
