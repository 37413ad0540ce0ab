import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Configuration, SweepDetails } from "../../api/sweep.ts";
import { formatNumber, settingText } from "../parts/format.ts";
import { type MetricAxis, metricAxis } from "./metric-axis.ts";

const [pitch, height, margin] = [150, 240, { top: 40, bottom: 14, left: 24, right: 74 }] as const;

/** Radius around a tick in which a click selects its value, as a fraction of the axis. */
const near = 0.04;

/** Places in the figure in pixels: of an axis, and of a position on it. */
const x = (axis: number): number => margin.left + axis * pitch;
const y = (position: number): number => margin.top + (1 - position) * height;

/** A value on an axis whose configurations alone are shown. */
interface Selection {
  readonly axis: number;
  readonly position: number;
}

interface ParallelProps {
  readonly sweep: SweepDetails;
  readonly marked: number | undefined;
  readonly onMark: (configuration: number | undefined) => void;
}

/** Each configuration with a value as a line from its parameters to its metric; the better, the stronger. */
export function ParallelCoordinates({ sweep, marked, onMark }: ParallelProps): JSX.Element {
  const [selection, setSelection] = useState<Selection>();
  const { configurations, metric } = sweep;
  const order = sweep.axes
    .map((_, i) => i)
    .sort((a, b) => (sweep.axes[b]!.importance ?? 0) - (sweep.axes[a]!.importance ?? 0));
  const complete = configurations.filter(({ value }) => value !== undefined);
  const last = metricAxis(
    complete.map(({ value }) => value!),
    metric.goal,
  );
  const isShown = ({ positions }: Configuration) =>
    selection === undefined || Math.abs((positions[selection.axis] ?? 9) - selection.position) < near;
  const ranked = complete.filter(isShown).sort((a, b) => last.rank(a.value!) - last.rank(b.value!));
  if (complete.length === 0) return <p class="empty">No configuration is complete yet.</p>;
  const found = configurations.find(({ configuration }) => configuration === marked);
  const width = margin.left + order.length * pitch + margin.right;
  return (
    <figure class="parallel">
      <figcaption>
        Configurations by parameter, the most important first, and {metric.name}. Select a value to see its
        configurations alone.{" "}
        {selection && (
          <button type="button" class="quiet" onClick={() => setSelection(undefined)}>
            show all
          </button>
        )}
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label="parallel coordinates">
        <svg
          width={width}
          height={margin.top + height + margin.bottom}
          role="group"
          aria-label={`${complete.length} configurations; the table below has their values`}
        >
          <Lines {...{ ranked, order, last, marked, onMark }} />
          <Axes {...{ sweep, order, last, selection }} onSelect={setSelection} />
        </svg>
      </div>
      <p class="note" aria-live="polite">
        {found
          ? `#${found.configuration}: ${metric.name} ${formatNumber(found.value)}; ${Object.entries(found.values)
              .map(([path, value]) => `${path}=${settingText(value)}`)
              .join(", ")}`
          : "Point at a line, or select a row of the table, to see its values."}
      </p>
    </figure>
  );
}

interface LinesProps extends Pick<ParallelProps, "marked" | "onMark"> {
  readonly ranked: readonly Configuration[];
  readonly order: readonly number[];
  readonly last: MetricAxis;
}

/** The lines of the configurations, the best on top. */
const Lines = ({ ranked, order, last, marked, onMark }: LinesProps): JSX.Element => (
  <g>
    {ranked.map((each) => {
      const positions = [...order.map((axis) => each.positions[axis] ?? null), last.position(each.value!)];
      const isMarked = each.configuration === marked;
      return (
        <polyline
          key={each.configuration}
          points={positions.flatMap((position, i) => (position === null ? [] : [`${x(i)},${y(position)}`])).join(" ")}
          class={`line ${isMarked ? "marked" : each.isBest ? "best" : ""}`}
          style={{ opacity: isMarked || each.isBest ? 1 : 0.12 + 0.6 * last.rank(each.value!) }}
          onMouseEnter={() => onMark(each.configuration)}
        />
      );
    })}
  </g>
);

interface AxesProps {
  readonly sweep: SweepDetails;
  readonly order: readonly number[];
  readonly last: MetricAxis;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
}

/** The axes of the parameters and of the metric, with their values. */
const Axes = ({ sweep, order, last, selection, onSelect }: AxesProps): JSX.Element => (
  <g>
    {order.map((index, i) => (
      <g key={index} transform={`translate(${x(i)} 0)`}>
        <AxisLine name={sweep.axes[index]!.name} />
        {sweep.axes[index]!.ticks.map(({ label, position }) => (
          <Tick
            key={label}
            label={label}
            y={y(position)}
            isSelected={selection?.axis === index && selection.position === position}
            onSelect={() => onSelect({ axis: index, position })}
          />
        ))}
      </g>
    ))}
    <g transform={`translate(${x(order.length)} 0)`}>
      <AxisLine name={sweep.metric.name} />
      {last.ticks.map(({ label, position }) => (
        <text key={label} x={6} y={y(position) + 4} class="tick">
          {label}
        </text>
      ))}
    </g>
  </g>
);

const AxisLine = ({ name }: { readonly name: string }) => (
  <>
    <line y1={margin.top} y2={margin.top + height} class="axis" />
    <text y={margin.top - 18} class="axis-name">
      {name.length > 20 ? `…${name.slice(-19)}` : name}
      <title>{name}</title>
    </text>
  </>
);

interface TickProps {
  readonly label: string;
  readonly y: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** A value on an axis. Enter, space or a click select it. */
const Tick = ({ label, y, isSelected, onSelect }: TickProps) => (
  <text
    x={6}
    y={y + 4}
    class={`tick select ${isSelected ? "selected" : ""}`}
    role="button"
    tabIndex={0}
    aria-pressed={isSelected}
    onClick={onSelect}
    onKeyDown={(event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onSelect();
    }}
  >
    {label.length > 18 ? `${label.slice(0, 17)}…` : label}
    <title>{label}</title>
  </text>
);
