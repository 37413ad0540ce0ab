/** Scale and axis of a vertical encoding, in the terms of Vega-Lite. */
export interface ValueAxis {
  readonly scale: { type: "linear" | "log" | "symlog"; constant?: number; zero?: false; nice?: false; padding: number };
  readonly axis: { values?: number[]; tickCount?: number; labelExpr: string; labelOverlap?: false };
}

/** Ticks stand at least this share of the axis apart. */
const tickDistance = 0.09;

/** Pixels between the outermost values and the edge. */
const padding = 8;

/** What stands at a tick, in the language of Vega: plain digits where few are needed, else an exponent. Vega's own format gives 10 as 1e+1. */
export const labelExpr =
  "datum.value != 0 && (abs(datum.value) < 1e-3 || abs(datum.value) >= 1e5) ? format(datum.value, '~e') : format(datum.value, '~r')";

/**
 * The axis on which values are legible: logarithmic where they are positive over more than a decade, symmetric-logarithmic where
 * they change sign and a few dwarf the others, else linear. Vega's own ticks of the first two are too many or too few.
 */
export function axisFor(values: readonly number[]): ValueAxis {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const smallest = Math.min(...values);
  const largest = sizes.at(-1) ?? 0;
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (smallest > 0 && largest / smallest > 10) {
    const ticks = spaced(values, Math.log);
    return { scale: { type: "log", nice: false, padding }, axis: { values: ticks, labelExpr, labelOverlap: false } };
  }
  if (smallest <= 0 && median > 0 && largest / median > 20) {
    const constant = 10 ** Math.floor(Math.log10(median));
    const ticks = spaced(values, (value) => Math.sign(value) * Math.log1p(Math.abs(value) / constant));
    const scale = { type: "symlog", constant, nice: false, padding } as const;
    return { scale, axis: { values: ticks, labelExpr, labelOverlap: false } };
  }
  return { scale: { type: "linear", zero: false, padding }, axis: { tickCount: 5, labelExpr } };
}

/** Round numbers within the range of the values, none too near another by `place`: 0 and powers of ten, and 2 and 5 if those are few. */
function spaced(values: readonly number[], place: (value: number) => number): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const near = tickDistance * (place(high) - place(low));
  const top = Math.floor(Math.log10(Math.max(-low, high)));
  const ticks: number[] = [];
  const add = (candidates: readonly number[]) => {
    for (const tick of candidates) {
      const fits = tick >= low && tick <= high && ticks.every((other) => Math.abs(place(tick) - place(other)) >= near);
      if (fits) ticks.push(tick);
    }
  };
  const times = (mantissa: number) =>
    Array.from({ length: 24 }, (_, i) => Number(`${mantissa}e${top - i}`)).flatMap((size) => [size, -size]);
  add([0, ...times(1)]);
  if (ticks.length < 4) add([...times(2), ...times(5)]);
  return ticks.sort((a, b) => a - b);
}
