import type { RunStatus } from "@tweedie/engine";
import type { Colors } from "../terminal.ts";

/** Green for what is done, yellow for what can go on, red for what failed. */
export function statusColor(status: RunStatus["status"], colors: Colors): (text: string) => string {
  if (status === "completed") return colors.green;
  if (status === "running") return colors.cyan;
  return status === "interrupted" ? colors.yellow : colors.red;
}
