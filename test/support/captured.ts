/** Runs an action and gives what it writes to standard output and standard error, which do not show it. */
export async function captured(action: () => Promise<unknown>): Promise<{ out: string; err: string }> {
  const written = { out: "", err: "" };
  const streams = { out: process.stdout, err: process.stderr };
  const originals = { out: process.stdout.write.bind(process.stdout), err: process.stderr.write.bind(process.stderr) };
  const keys = ["out", "err"] as const;
  for (const key of keys)
    streams[key].write = (chunk: string | Uint8Array) => {
      written[key] += String(chunk);
      return true;
    };
  try {
    await action();
  } finally {
    for (const key of keys) streams[key].write = originals[key];
  }
  return written;
}
