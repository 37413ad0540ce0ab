/** Analysis of sweeps without figures. Separate from the package's index, because it needs no renderer. */
export { ticksOf } from "./analysis/axis-ticks.ts";
export { type HeatCells, heatCells } from "./analysis/heat-cells.ts";
export { analysisOf, byImportance } from "./sweep-data.ts";
