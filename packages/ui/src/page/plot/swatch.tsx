import type { JSX } from "preact";
import { lineStyle } from "./colors.ts";

/** The line of a run in the plots. */
export function Swatch({ index }: { readonly index: number }): JSX.Element {
  const { color, dash } = lineStyle(index);
  return (
    <svg width="24" height="10" aria-hidden="true">
      <line x1="0" y1="5" x2="24" y2="5" stroke-width="3" stroke-dasharray={dash.join(" ")} style={{ stroke: color }} />
    </svg>
  );
}
