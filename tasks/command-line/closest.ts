/** A word is taken for another with one edit for each three of its letters. */
const LETTERS_PER_EDIT = 3;

/**
 * The word that was probably meant.
 *
 * @param most - edits; by the word's length without it
 * @returns the nearest candidate, or one that begins with what was typed; undefined when none is near
 * @public
 * @example closest("staus", ["status", "settle"]) // "status"
 */
export function closest(typed: string, candidates: readonly string[], most?: number): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(typed.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= (most ?? Math.ceil(candidate.length / LETTERS_PER_EDIT)))
    .sort((one, other) => one.edits - other.edits);
  const begun = candidates.find((candidate) => typed.length > 1 && candidate.startsWith(typed));
  return near[0]?.candidate ?? begun;
}

/** "; did you mean X?" or nothing. @param before - what is written before the word */
export function didYouMean(
  typed: string,
  candidates: readonly string[],
  { before = "", most }: { readonly before?: string; readonly most?: number } = {},
): string {
  const word = closest(typed, candidates, most);
  return word === undefined ? "" : `; did you mean ${before}${word}?`;
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const [up = 0, diagonal = 0, left = 0] = [last[j], last[j - 1], row[j - 1]];
      let edits = Math.min(up + 1, left + 1, diagonal + (same ? 0 : 1));
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (i > 1 && j > 1 && swapped) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}
