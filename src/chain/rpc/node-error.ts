/** Whether a node answered with an error, through any provider: EIP-1193 gives it a number. */
export function isNodeError(error: unknown): error is Error & { readonly code: number; readonly data?: unknown } {
  return (
    error instanceof Error && !(error instanceof DOMException) && typeof (error as { code?: unknown }).code === "number"
  );
}
