import type uPlot from "uplot";
import { formatNumber } from "../parts/format.ts";
import type { Line, Reference } from "./line.ts";

interface OptionsInput {
  readonly lines: readonly Line[];
  readonly references: readonly Reference[];
  readonly isLinear: boolean;
  readonly size: { readonly width: number; readonly height: number };
  readonly resolveColor: (color: string) => string;
}

/** Steps and values as numbers of few digits. */
const labels = (_: uPlot, values: readonly (number | null)[]): string[] =>
  values.map((value) => (value === null ? "" : formatNumber(value)));

/** True for values that a logarithmic axis shows better: positive, and over more than a factor of 10. */
function isLogarithmic(lines: readonly Line[]): boolean {
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return low > 0 && high / low > 10;
}

/** Options of a plot of curves over steps. */
export function plotOptions({ lines, references, isLinear, size, resolveColor }: OptionsInput): uPlot.Options {
  const [muted, line] = [resolveColor("var(--muted)"), resolveColor("var(--line)")];
  const axis = {
    stroke: muted,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
    font: "11px system-ui",
  };
  const isLog = !isLinear && isLogarithmic(lines);
  return {
    ...size,
    padding: [8, 20, 0, 0],
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    scales: { x: { time: false }, y: isLog ? { distr: 3 } : {} },
    axes: [
      { ...axis, values: labels, incrs: integerSteps },
      isLog
        ? {
            ...axis,
            filter: roundOnes,
            grid: { ...axis.grid, filter: roundOnes },
            ticks: { ...axis.ticks, filter: roundOnes },
            values: labels,
            size: 58,
          }
        : { ...axis, values: labels, size: 58 },
    ],
    series: [
      { label: "step", value: (_, value) => (value === null ? "–" : formatNumber(value)) },
      ...lines.map(({ name, color, dash, width = 1.75, opacity = 1 }): uPlot.Series => ({
        label: name,
        stroke: resolveColor(color),
        width,
        alpha: opacity,
        spanGaps: true,
        ...(dash && dash.length > 0 && { dash: [...dash] }),
        points: { show: false },
        value: (_, value: number | null) => (value === null ? "–" : formatNumber(value)),
      })),
      ...references.map(({ name, color, value }): uPlot.Series => ({
        label: `${name} ${formatNumber(value)}`,
        stroke: resolveColor(color),
        width: 1,
        dash: [4, 4],
        points: { show: false },
        value: () => "",
      })),
    ],
  };
}

/** Distances between ticks of an axis of integers. */
const integerSteps = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 9 }, (_, power) => digit * 10 ** power))
  .sort((a, b) => a - b);

/** Keeps of the ticks of a logarithmic axis the powers of ten, and their multiples by 2 and 5 where these are few. */
function roundOnes(_: uPlot, values: readonly (number | null)[]): (number | null)[] {
  const leading = (value: number) => Number(value.toExponential(6).split("e")[0]);
  const powers = values.filter((value) => value !== null && leading(value) === 1).length;
  const kept = powers >= 3 ? [1] : [1, 2, 5];
  return values.map((value) => (value !== null && kept.includes(leading(value)) ? value : null));
}
