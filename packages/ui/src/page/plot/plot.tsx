import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { resolveColor, schemeChange } from "../parts/scheme.tsx";
import type { Line, Reference } from "./line.ts";
import { plotOptions } from "./plot-options.ts";

interface PlotProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly references?: readonly Reference[];
  readonly note?: string | undefined;
  readonly isLinear?: boolean | undefined;
}

/** Text of the last values of the lines, for readers who do not see the plot. */
const describe = (lines: readonly Line[]): string =>
  lines
    .filter(({ opacity }) => opacity === undefined)
    .map(({ name, values }) => `${name} ${String(values.findLast((value) => value !== null) ?? "no value")}`)
    .join(", ");

/** Curves over training steps. Dragging enlarges a part, a double click shows all again. */
export function Plot({ title, lines, references = [], note, isLinear = false }: PlotProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const isZoomed = useRef(false);
  const shape = JSON.stringify([title, isLinear, lines.map(({ name, color }) => [name, color]), references]);
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = joined(lines, references);

  useEffect(() => {
    const element = host.current!;
    const create = () => {
      plot.current?.destroy();
      const size = { width: Math.max(240, element.clientWidth), height: 210 };
      const options = plotOptions({ lines, references, isLinear, size, resolveColor });
      plot.current = new uPlot(options, data.current, element);
      plot.current.over.addEventListener("mouseup", () => (isZoomed.current = plot.current!.select.width > 4));
      plot.current.over.addEventListener("dblclick", () => (isZoomed.current = false));
    };
    create();
    const resize = new ResizeObserver(() => {
      const width = Math.max(240, element.clientWidth);
      if (plot.current && plot.current.width !== width) plot.current.setSize({ width, height: 210 });
    });
    resize.observe(element);
    addEventListener(schemeChange, create);
    return () => {
      removeEventListener(schemeChange, create);
      resize.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(data.current, !isZoomed.current), [lines]);

  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div ref={host} role="img" aria-label={`${title} during training; last values: ${describe(lines)}`} />
      {note !== undefined && <p class="note">{note}</p>}
    </figure>
  );
}

/** The lines on one axis of steps. References are lines from its first to its last step. */
function joined(lines: readonly Line[], references: readonly Reference[]): uPlot.AlignedData {
  const tables = lines.map(({ steps, values }): uPlot.AlignedData => [[...steps], [...values]]);
  const [steps = [], ...columns] = (tables.length > 0 ? uPlot.join(tables) : [[]]) as [
    number[],
    ...(number | null)[][],
  ];
  return [steps, ...columns, ...references.map(({ value }) => steps.map(() => value))] as uPlot.AlignedData;
}
