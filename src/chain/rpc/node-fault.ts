/**
 * What was wrong with a try, as metrics count it: no connection; a broken connection; no answer in time; an HTTP
 * status; a malformed answer; a temporary error of the node; an answer that is too long; too many calls in one message.
 */
type FaultKind = "unreachable" | "broken" | "timeout" | "status" | "malformed" | "busy" | "size" | "batch";

/** A try without a usable answer. */
export interface NodeFault {
  readonly kind: FaultKind;
  /** What was wrong. Never shows the node's URL, which may hold a key. */
  readonly problem: string;
  readonly methods: readonly string[];
  /** Number of the try, from 1. */
  readonly attempt: number;
  /** Time until the next try, ms; undefined when there is none. */
  readonly retryInMs: number | undefined;
}

/** The error of one try. */
export class FailedRequest extends Error {
  readonly kind: FaultKind;
  /** Wait that the node asks for, ms. */
  readonly waitMs: number;

  constructor(kind: FaultKind, problem: string, { cause, waitMs = 0 }: { cause?: unknown; waitMs?: number } = {}) {
    super(problem, { cause });
    this.kind = kind;
    this.waitMs = waitMs;
  }
}
