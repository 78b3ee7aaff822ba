import { pino } from "pino";

/** How a log is kept. */
interface LogOptions {
  /** Who logs, such as "authority". */
  readonly daemon: string;
  /** Texts that must never leave the process, such as its key: they are struck out of every line. */
  readonly secrets: readonly string[];
  /** Takes the lines; standard output without it. */
  readonly write?: (line: string) => void;
}

const STRUCK_OUT = "[struck out]";
/** Fields whose values are never logged. */
const SECRET_FIELDS = ["key", "privateKey", "secret", "mnemonic", "passphrase"];

/**
 * A log of one JSON object a line: `time` (ISO 8601), `level`, `daemon`, `msg`, and the message's fields; a bigint is
 * its decimal digits.
 */
export function openLog({ daemon, secrets, write }: LogOptions): Log {
  const struck = strikerOf(secrets);
  const target = write ?? toStandardOutput();
  const logger = pino(
    {
      base: { daemon },
      messageKey: "msg",
      level: "debug",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: STRUCK_OUT },
    },
    {
      write(line: string) {
        target(struck(line));
      },
    },
  );
  const at =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, fields: LogFields = {}) => {
      logger[level](printable(fields), message);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Synchronous, so that the line that says why a process ended is not lost with it. */
function toStandardOutput(): (line: string) => void {
  const output = pino.destination({ dest: 1, sync: true });
  // The reader of the log may go away: that must not end the daemon's work.
  output.on("error", () => undefined);
  return (line) => output.write(line);
}

function printable(fields: LogFields): Record<string, unknown> {
  const entries = Object.entries(fields);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]));
}

/** Strikes secrets out of a line, with and without their "0x", in either case of letters. */
function strikerOf(secrets: readonly string[]): (line: string) => string {
  const bare = secrets.map((secret) => secret.replace(/^0x/i, "")).filter((secret) => secret !== "");
  if (bare.length === 0) return (line) => line;
  const pattern = new RegExp(bare.map((secret) => `(?:0x)?${secret.replace(/[^\w]/g, "\\$&")}`).join("|"), "gi");
  return (line) => line.replace(pattern, STRUCK_OUT);
}

/** Structured log lines: a message and its fields, one JSON object a line. Keys are never fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | bigint | boolean | readonly string[] | undefined>>;
