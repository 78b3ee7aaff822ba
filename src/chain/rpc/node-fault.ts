/**
 * What went wrong between us and a node, as metrics count it: no connection; one that broke off; no answer in time; an
 * HTTP status; an answer that is none; a node that asks for patience; an answer beyond the size allowed.
 */
export type FaultKind = "unreachable" | "broken" | "timeout" | "status" | "nonsense" | "busy" | "size";

/** One try that brought no usable answer. */
export interface NodeFault {
  readonly kind: FaultKind;
  /** What was wrong, in words; never the node's URL, which may hold a key. */
  readonly problem: string;
  readonly methods: readonly string[];
  /** Which try it was, from 1. */
  readonly attempt: number;
  /** How long until the next try, ms; undefined when there is none. */
  readonly retryInMs: number | undefined;
}

/** A {@link NodeFault} on its way to whoever decides about the next try. */
export class FailedRequest extends Error {
  readonly kind: FaultKind;
  /** How long the node asks us to wait, ms. */
  readonly waitMs: number;

  constructor(kind: FaultKind, problem: string, { cause, waitMs = 0 }: { cause?: unknown; waitMs?: number } = {}) {
    super(problem, { cause });
    this.kind = kind;
    this.waitMs = waitMs;
  }
}
