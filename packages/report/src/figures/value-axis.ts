/** Scale and axis of a vertical encoding of Vega-Lite. */
export interface ValueAxis {
  readonly scale: { type: "linear" | "log" | "symlog"; constant?: number; zero?: false; nice?: false; padding: number };
  readonly axis: {
    values?: number[];
    tickCount?: number;
    tickMinStep?: number;
    labelExpr: string;
    labelOverlap?: false;
  };
}

/** Minimum distance between ticks, as a fraction of the axis. */
const minTickDistance = 0.09;

/** Pixels between the outermost values and the edge. */
const padding = 8;

/** Vega expression of a tick label: plain digits, or an exponent for small and large values. Vega's own format writes 10 as 1e+1. */
export const labelExpr =
  "datum.value != 0 && (abs(datum.value) < 1e-3 || abs(datum.value) >= 1e5) ? format(datum.value, '~e') : format(datum.value, '~r')";

/**
 * A readable axis for some values: logarithmic if they are positive and span more than a factor of 10; symmetric-logarithmic if
 * some are not positive and the largest exceeds 20 times the median size; else linear. Vega's default ticks of the first two are
 * too many or too few.
 */
export function axisFor(values: readonly number[]): ValueAxis {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const smallest = Math.min(...values);
  const largest = sizes.at(-1) ?? 0;
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (smallest > 0 && largest / smallest > 10) {
    const ticks = ticksOf(values, Math.log);
    return { scale: { type: "log", nice: false, padding }, axis: { values: ticks, labelExpr, labelOverlap: false } };
  }
  if (smallest <= 0 && median > 0 && largest / median > 20) {
    const constant = 10 ** Math.floor(Math.log10(median));
    const ticks = ticksOf(values, (value) => Math.sign(value) * Math.log1p(Math.abs(value) / constant));
    const scale = { type: "symlog", constant, nice: false, padding } as const;
    return { scale, axis: { values: ticks, labelExpr, labelOverlap: false } };
  }
  // Vega would put ticks at 0.5 between counts.
  const steps = values.length > 0 && values.every(Number.isInteger) ? { tickMinStep: 1 } : {};
  return { scale: { type: "linear", zero: false, padding }, axis: { tickCount: 5, ...steps, labelExpr } };
}

/**
 * Round numbers in the range of the values, at least `minTickDistance` apart after the transformation of the axis: 0 and powers of
 * ten; if those are fewer than four, also their multiples by 2 and 5.
 */
function ticksOf(values: readonly number[], transform: (value: number) => number): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const minDistance = minTickDistance * (transform(high) - transform(low));
  const top = Math.floor(Math.log10(Math.max(-low, high)));
  const ticks: number[] = [];
  const add = (candidates: readonly number[]) => {
    for (const tick of candidates) {
      const isInRange = tick >= low && tick <= high;
      const distance = (other: number) => Math.abs(transform(tick) - transform(other));
      if (isInRange && ticks.every((other) => distance(other) >= minDistance)) ticks.push(tick);
    }
  };
  const powersTimes = (mantissa: number) =>
    Array.from({ length: 24 }, (_, i) => Number(`${mantissa}e${top - i}`)).flatMap((size) => [size, -size]);
  add([0, ...powersTimes(1)]);
  if (ticks.length < 4) add([...powersTimes(2), ...powersTimes(5)]);
  return ticks.sort((a, b) => a - b);
}
