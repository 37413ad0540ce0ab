/**
 * Widths of kernels centred at observations in (0, 1): the larger distance to the neighbour on either side; a single observation uses
 * the larger distance to the ends.
 *
 * The minimum width shrinks with the number of observations, so that draws do not all repeat earlier configurations.
 */
export function kernelWidths(centres: readonly number[]): readonly number[] {
  const order = centres.map((_, index) => index).sort((a, b) => centres[a]! - centres[b]!);
  const isSingle = centres.length === 1;
  const gap = (rank: number): number => {
    const [low, high] = [order[rank - 1], order[rank]].map((index) =>
      index === undefined ? undefined : centres[index]!,
    );
    return (high ?? (isSingle ? 1 : low!)) - (low ?? (isSingle ? 0 : high!));
  };
  const least = 1 / Math.min(100, centres.length + 2);
  const widths = centres.map(() => 0);
  order.forEach((index, rank) => (widths[index] = Math.min(1, Math.max(least, gap(rank), gap(rank + 1)))));
  return widths;
}
