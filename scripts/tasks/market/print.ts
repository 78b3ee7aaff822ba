import { toJson } from "../../report/json.js";

/** Prints one JSON document, or the text for people. */
export function print({ json }: { readonly json: boolean }, document: unknown, text: () => string): void {
  process.stdout.write(json ? toJson(document) : text());
}
