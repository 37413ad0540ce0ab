/** Values of metrics, losses or diagnostics by name. */
export type MetricValues = Readonly<Record<string, number>>;

/** Means of the values of several draws. */
export const meansOf = (draws: readonly MetricValues[]): MetricValues =>
  mapNames(draws, (values) => values.reduce((sum, x) => sum + x, 0) / values.length);

/** Standard deviations of the values of several draws. */
export const spreadsOf = (draws: readonly MetricValues[]): MetricValues =>
  mapNames(draws, (values) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  });

const mapNames = (draws: readonly MetricValues[], f: (values: readonly number[]) => number): MetricValues =>
  Object.fromEntries(Object.keys(draws[0] ?? {}).map((name) => [name, f(draws.map((draw) => draw[name]!))]));
