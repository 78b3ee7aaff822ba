/** The chain did another thing than the reference said. */
export class Disagreement extends Error {
  override name = "Disagreement";

  constructor(reference: string, chain: string) {
    super(`the reference: ${reference}; the chain: ${chain}`);
  }
}

/** An event, a custom error, a call or a view, as people read it. */
export function worded({ name, args }: { readonly name: string; readonly args: readonly unknown[] }): string {
  return `${name}(${args.map(inWords).join(", ")})`;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inWords).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${key}: ${inWords(field)}`)
    .join(", ")}}`;
}
