import type { RunStatus } from "@tweedie/engine";
import type { Colors } from "../terminal/terminal.ts";

/** Colour of a status: green for completed, cyan for running, yellow for interrupted, red for all others. */
export function statusColor(status: RunStatus["status"], colors: Colors): (text: string) => string {
  if (status === "completed") return colors.green;
  if (status === "running") return colors.cyan;
  return status === "interrupted" ? colors.yellow : colors.red;
}
