import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Pane } from "./pane.ts";
import { panes, yaml } from "./state.ts";
import { pluginOf, valueAt } from "./yaml-edits.ts";

interface Curve {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

const curves: readonly Curve[] = [
  {
    name: "sw2",
    title: "distance",
    description: "Sliced Wasserstein distance to real samples; dashed: its floor between real samples",
  },
  { name: "modes", title: "modes", description: "Modes of the data that have samples" },
  { name: "diag.V", title: "V", description: "Estimate of the Fisher divergence from below" },
  { name: "diag.psiGap", title: "psi gap", description: "Excess loss of the fake score over the optimal one" },
  {
    name: "diag.spread",
    title: "spread",
    description: "Standard deviation of the student relative to the data's: 0 is a collapse; dashed: the alarm",
  },
];

/** Colours of the runs, for any colour vision. */
const runColours = ["#d55e00", "#0072b2", "#009e73", "#cc79a7"];

/** Curves of the metrics and diagnostics of all runs. */
export function Curves() {
  return (
    <div class="curves">
      {curves.map((curve) => (
        <Chart key={curve.name} curve={curve} all={panes.value} />
      ))}
      {panes.value.length > 1 && (
        <ul class="legend">
          {panes.value.map((pane, i) => (
            <li key={i}>
              <span style={{ background: runColours[i] }} />
              {pane.loss ?? pluginOf(yaml.value, "loss")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The dashed line of a curve: the metric's floor between real samples, or the spread below which the alarm is raised. */
function floorOf(name: string, all: readonly Pane[]): number | undefined {
  if (name !== "diag.spread") return all[0]?.scene.value?.floors[name];
  const collapse = valueAt(yaml.value, ["alarms", "collapse"]) ?? 0.1;
  return typeof collapse === "number" ? collapse : undefined;
}

/** Points of all runs on the union of their iterations. */
function dataOf({ name }: Curve, all: readonly Pane[]): uPlot.AlignedData {
  const steps = [...new Set(all.flatMap(({ rows }) => rows.value.map(({ step }) => step)))].sort((a, b) => a - b);
  const series = all.map(({ rows }) => {
    const values = new Map(rows.value.map((row) => [row.step, row.values[name]]));
    return steps.map((step) => values.get(step) ?? null);
  });
  const floor = floorOf(name, all);
  return [steps, ...series, ...(floor === undefined ? [] : [steps.map(() => floor)])] as uPlot.AlignedData;
}

/** The relation of a value to its dashed line, in words. */
function floorText(name: string, value: number, floor: number): string {
  const line = Number(floor.toPrecision(2));
  if (name === "diag.spread") return value < floor ? `below the alarm ${line}` : `alarm below ${line}`;
  if (name === "modes") return `of ${line}`;
  return value <= floor ? `at its floor ${line}` : `${(value / floor).toFixed(1)} × floor ${line}`;
}

function Chart({ curve, all }: { readonly curve: Curve; readonly all: readonly Pane[] }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  const data = dataOf(curve, all);
  const kind = `${all.length} ${data.length}`;
  useEffect(() => {
    const element = host.current!;
    const made = new uPlot(optionsOf(curve, all.length, data.length), data, element);
    plot.current = made;
    const resize = () => made.setSize({ width: Math.max(80, element.clientWidth), height: 120 });
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    resize();
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [kind]);
  useEffect(() => plot.current?.setData(data), [data]);
  const last = all[0]?.rows.value.at(-1)?.values[curve.name];
  const floor = floorOf(curve.name, all);
  return (
    <figure title={curve.description} data-curve={curve.name}>
      <figcaption>
        {curve.title} <output>{last === undefined ? "" : Number(last.toPrecision(3))}</output>
        {last !== undefined && floor !== undefined && <small>{floorText(curve.name, last, floor)}</small>}
      </figcaption>
      <div ref={host} />
    </figure>
  );
}

const style = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);

function optionsOf({ name }: Curve, runs: number, columns: number): uPlot.Options {
  const axis = {
    stroke: () => style("--text"),
    grid: { stroke: () => style("--line"), width: 1 },
    ticks: { show: false },
    font: "10px system-ui",
    size: 34,
  };
  const lines = runColours.slice(0, runs).map((stroke) => ({ stroke, width: 1.5, points: { show: false } }));
  const floor = columns > runs + 1 ? [{ stroke: "#8a8a8a", dash: [4, 4], width: 1, points: { show: false } }] : [];
  return {
    width: 200,
    height: 120,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      ...(name === "modes" && {
        y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(9, 1.1 * most)] },
      }),
    },
    axes: [{ ...axis, size: 22 }, axis],
    series: [{}, ...lines, ...floor],
  };
}
