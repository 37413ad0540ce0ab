import { bootstrapInterval, type Interval } from "./bootstrap.ts";

/** `0.047 (0.045 to 0.050)`: a mean and its 95 % interval. A dash where a run has no finite value. */
export const formatMean = (numbers: readonly number[], digits: number): string =>
  formatInterval(bootstrapInterval(numbers), digits);

export function formatInterval({ mean, low, high }: Interval, digits: number): string {
  if (!Number.isFinite(mean)) return "–";
  const format = (x: number) => (Math.abs(mean) < 1_000 ? x.toFixed(digits) : x.toExponential(1).replace("+", ""));
  return `${format(mean)} (${format(low)} to ${format(high)})`;
}

/** The mean of numbers, rounded. */
export const formatNumber = (numbers: readonly number[], digits: number): string =>
  (numbers.reduce((sum, x) => sum + x, 0) / numbers.length).toFixed(digits);

/** Statuses of runs with their numbers: `6 completed, 2 collapsed`. One status alone has no number. */
export function formatStatuses(statuses: readonly string[]): string {
  const names = [...new Set(statuses)];
  if (names.length === 1) return names[0]!;
  return names.map((name) => `${statuses.filter((status) => status === name).length} ${name}`).join(", ");
}

export const medianOf = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
