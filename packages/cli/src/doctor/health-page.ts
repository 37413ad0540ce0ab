import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import type { HealthCheck } from "./health-check.ts";

/** Renders checks, one per line, each followed by its fix. */
export function healthPage(checks: readonly HealthCheck[], { green, yellow, red, cyan }: Colors): string {
  const colors = { ok: green, missing: yellow, wrong: red };
  const rows = checks.map(({ name, state, what }) => [state, name, what]);
  const lines = table(rows, (cell, row, column) => (column === 0 ? colors[checks[row]!.state](cell) : cell));
  const fixes = checks.map(({ fix }) => (fix === undefined ? [] : [`         = ${cyan("help:")} ${fix}`]));
  return `${lines.flatMap((line, i) => [line, ...fixes[i]!]).join("\n")}\n`;
}
