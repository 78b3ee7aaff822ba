/**
 * The name of a file's meter, where the file holds one and does not name it.
 *
 * @example fileStem("houses/house-1.csv") // "house-1"
 */
export function fileStem(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/\.[^.]+$/, "");
}
