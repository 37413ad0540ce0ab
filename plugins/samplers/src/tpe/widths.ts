/**
 * Widths of the kernels around observations in (0, 1): the greater distance to a neighbour, of one that is alone to an end.
 *
 * None is narrower than a share that shrinks with their number, lest all draws fall on what was tried.
 */
export function widthsOf(centres: readonly number[]): readonly number[] {
  const order = centres.map((_, index) => index).sort((a, b) => centres[a]! - centres[b]!);
  const isAlone = centres.length === 1;
  const gap = (rank: number): number => {
    const [low, high] = [order[rank - 1], order[rank]].map((index) =>
      index === undefined ? undefined : centres[index]!,
    );
    return (high ?? (isAlone ? 1 : low!)) - (low ?? (isAlone ? 0 : high!));
  };
  const least = 1 / Math.min(100, centres.length + 2);
  const widths = centres.map(() => 0);
  order.forEach((index, rank) => (widths[index] = Math.min(1, Math.max(least, gap(rank), gap(rank + 1)))));
  return widths;
}
