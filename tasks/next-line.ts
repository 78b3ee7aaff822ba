import { once } from "node:events";
import type { Readable } from "node:stream";

/** A stream's next line, with the rest put back; undefined at its end. */
export async function nextLine(input: Readable): Promise<string | undefined> {
  let read = Buffer.alloc(0);
  for (;;) {
    const chunk = input.read() as Buffer | null;
    if (chunk === null) {
      if (input.readableEnded || input.destroyed) return read.length > 0 ? read.toString() : undefined;
      await Promise.race([once(input, "readable"), once(input, "end")]);
      continue;
    }
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf("\n");
    if (end === -1) continue;
    if (end + 1 < read.length) input.unshift(read.subarray(end + 1));
    return read.subarray(0, end).toString().replace(/\r$/, "");
  }
}
