import { formatNumber } from "@tweedie/report/format";
import type { Cell } from "../../api/run-list.ts";

export { formatBytes, formatCount, formatDuration, formatNumber, formatSpread } from "@tweedie/report/format";

/** A configuration value in one line. */
export const settingText = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

/** A cell of the list; empty if the run has no value. */
export const cellText = (cell: Cell | null | undefined): string =>
  !cell ? "" : cell.measured && typeof cell.value === "number" ? formatNumber(cell.value) : settingText(cell.value);

/** Time since a moment in one unit: `3 min`. */
export function ageText(iso: string): string {
  const seconds = Math.max(0, (Date.now() - Date.parse(iso)) / 1_000);
  const units = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
  ] as const;
  for (const [size, unit] of units) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${Math.floor(seconds)} s`;
}
