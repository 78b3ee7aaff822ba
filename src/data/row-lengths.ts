/** Steps in a row that show that intervals are of that length from there on; fewer are taken for gaps or stray rows. */
const LEAST_RUN = 4;

/**
 * The most frequent step from time to time, the shorter of two equally frequent ones: so a gap or a stray row is not
 * taken for the interval. Undefined if no list has two times.
 *
 * @param lists - ascending times, s
 */
export function commonStep(lists: Iterable<readonly number[]>): number | undefined {
  const counts = new Map<number, number>();
  for (const times of lists) {
    let last: number | undefined;
    for (const seconds of times) {
      if (last !== undefined) counts.set(seconds - last, (counts.get(seconds - last) ?? 0) + 1);
      last = seconds;
    }
  }
  let common: readonly [step: number, count: number] | undefined;
  for (const [step, count] of counts)
    if (common === undefined || count > common[1] || (count === common[1] && step < common[0])) common = [step, count];
  return common?.[0];
}

/**
 * How long the interval of each row is, when only its start is known. Four equal steps in a row are intervals of that
 * length; so a file may change from hours to quarters of an hour. A single longer step is a gap: the row before it is
 * as long as its neighbours.
 *
 * @param startsAt - strictly ascending, s
 * @param usual - the length where nothing else shows, s
 * @returns s, one entry a row
 * @example rowLengths([0, 60, 120, 180, 240, 255, 270, 285, 300], 60) // 60 four times, then 15 five times
 */
export function rowLengths(startsAt: readonly number[], usual: number): Uint32Array {
  const lengths = new Uint32Array(startsAt.length);
  let firstKnown = startsAt.length;
  for (let from = 0; from + 1 < startsAt.length;) {
    const step = stepAt(startsAt, from);
    let to = from + 1;
    while (to + 1 < startsAt.length && stepAt(startsAt, to) === step) to++;
    if (to - from >= LEAST_RUN) {
      lengths.fill(step, from, to);
      firstKnown = Math.min(firstKnown, from);
    }
    from = to;
  }
  lengths.fill(lengths[firstKnown] ?? usual, 0, firstKnown);
  for (let index = firstKnown + 1; index < lengths.length; index++)
    if (lengths[index] === 0) lengths[index] = lengths[index - 1] ?? usual;
  return lengths;
}

function stepAt(startsAt: readonly number[], index: number): number {
  return (startsAt[index + 1] ?? 0) - (startsAt[index] ?? 0);
}

/**
 * The same for rows of which only the ends are known.
 *
 * @param endsAt - strictly ascending, s
 */
export function lengthsBeforeEnds(endsAt: readonly number[], usual: number): Uint32Array {
  return rowLengths(endsAt.map((seconds) => -seconds).reverse(), usual).reverse();
}
