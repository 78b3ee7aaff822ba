/**
 * Moves label positions apart until neighbours are at least `gap` apart, as little as possible and without changing
 * their order. The result is in the order of the input. Labels that are far enough apart keep their position.
 *
 * @param positions - along one axis, in any unit; `gap` and `low` are in the same unit
 * @param low - no label is moved below it
 * @example spread([1, 1.2, 9], 1) // [0.6, 1.6, 9]
 */
export function spread(positions: readonly number[], gap: number, low = -Infinity): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  // Labels of a cluster are `gap` apart around the mean of their positions.
  const clusters: { members: number[]; centre: number }[] = [];
  for (const index of order) {
    let cluster = { members: [index], centre: positions[index] ?? 0 };
    let below = clusters.at(-1);
    while (below && cluster.centre - below.centre < (gap * (cluster.members.length + below.members.length)) / 2) {
      clusters.pop();
      const members = [...below.members, ...cluster.members];
      const sum = members.reduce((total, member) => total + (positions[member] ?? 0), 0);
      cluster = { members, centre: sum / members.length };
      below = clusters.at(-1);
    }
    clusters.push(cluster);
  }
  const placed = [...positions];
  let least = low;
  for (const { members, centre } of clusters) {
    members.forEach((member, rank) => {
      const place = Math.max(least, centre + (rank - (members.length - 1) / 2) * gap);
      placed[member] = place;
      least = place + gap;
    });
  }
  return placed;
}
