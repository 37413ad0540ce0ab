import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Samples } from "../../api/run-details.ts";
import { resolveColor, schemeChange } from "../parts/scheme.tsx";

type Points = Extract<Samples, { kind: "points" }>;

interface ScatterProps {
  readonly samples: Points;
  /** Samples of the data, drawn beneath in grey. */
  readonly beneath?: Points | undefined;
  readonly color: string;
  readonly label: string;
  /** Width and height in CSS pixels. */
  readonly side?: number;
}

/** Samples as points of the plane. All plots of a run have the frame of its data. */
export function Scatter({ samples, beneath, color, label, side = 230 }: ScatterProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      const ratio = devicePixelRatio || 1;
      const element = canvas.current!;
      element.width = element.height = Math.round(side * ratio);
      const context = element.getContext("2d")!;
      context.scale(ratio, ratio);
      if (beneath) drawPoints(context, beneath, samples.frame, { color: resolveColor("var(--data)"), side });
      drawPoints(context, samples, samples.frame, { color: resolveColor(color), side });
    };
    draw();
    addEventListener(schemeChange, draw);
    return () => removeEventListener(schemeChange, draw);
  }, [samples, beneath, color, side]);
  return (
    <canvas
      ref={canvas}
      class="scatter"
      style={{ width: `${side}px`, height: `${side}px` }}
      role="img"
      aria-label={`scatter plot of ${samples.points.length} samples of ${label}`}
    />
  );
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { points }: Points,
  { x, y }: Points["frame"],
  { color, side }: { readonly color: string; readonly side: number },
): void {
  context.fillStyle = color;
  context.globalAlpha = 0.55;
  for (const [a, b] of points) {
    const across = ((a - x[0]) / (x[1] - x[0])) * side;
    const down = (1 - (b - y[0]) / (y[1] - y[0])) * side;
    context.fillRect(across - 0.9, down - 0.9, 1.8, 1.8);
  }
  context.globalAlpha = 1;
}
