/**
 * The text of a JSON file, without the byte order mark that editors and shells on Windows write, in UTF-8 or UTF-16.
 *
 * @throws Error for bytes that are no UTF-8, without the file's name
 * @example JSON.parse(jsonText(readFileSync("settings.json")))
 */
export function jsonText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error("has bytes that are no UTF-8: save it as UTF-8", { cause: error });
  }
}
