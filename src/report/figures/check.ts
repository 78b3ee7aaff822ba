/**
 * Refuses rows that a figure would draw wrongly in silence: none at all, or a number that is not finite.
 *
 * @throws RangeError naming the figure, the row (from 1) and the property
 */
export function checkRows(id: string, rows: readonly object[]): void {
  if (rows.length === 0) throw new RangeError(`${id}: no rows to draw`);
  rows.forEach((row, index) => {
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw new RangeError(`${id}, row ${index + 1}: ${key} is ${value}`);
      }
    }
  });
}
