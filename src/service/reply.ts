/** What an HTTP service answers. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  /** In parts where it is long. */
  readonly body: string | AsyncIterable<string>;
}

/** A reply of one JSON document; a bigint is its decimal digits. */
export function jsonReply(status: number, value: unknown): Reply {
  const digits = (_key: string, item: unknown) => (typeof item === "bigint" ? item.toString() : item);
  return { status, contentType: "application/json", body: `${JSON.stringify(value, digits)}\n` };
}

/** A refusal in JSON: `{ "error": message }`. */
export function errorReply(status: number, message: string): Reply {
  return jsonReply(status, { error: message });
}
