import type { JSX } from "preact";

const [width, height] = [84, 20];

/** Values over time as a small line, on a logarithmic axis if they are positive and span more than a factor of 10. */
export function Sparkline({ values }: { readonly values: readonly number[] }): JSX.Element | null {
  if (values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLog = low > 0 && high / low > 10;
  const scale = (value: number) => (isLog ? Math.log(value) : value);
  const span = scale(high) - scale(low) || 1;
  const x = (i: number) => ((i / (values.length - 1)) * (width - 2) + 1).toFixed(1);
  const y = (value: number) => (height - 2 - ((scale(value) - scale(low)) / span) * (height - 4)).toFixed(1);
  const points = values.map((value, i) => `${x(i)},${y(value)}`).join(" ");
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points} />
    </svg>
  );
}
