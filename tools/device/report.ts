import type { Machine } from "./machine.ts";

/** Three iterations of an update on a backend beside the CPU's. */
export interface ParityRow {
  readonly backend: string;
  readonly update: string;
  /** Largest difference of a loss, relative to it. */
  readonly losses: number;
  /** Largest difference of a moment, relative to the largest one. */
  readonly moments: number;
  /** True if iterations that continue from a copy of the state have the same bits. */
  readonly isExact: boolean;
  /** Description of a difference that is too large. */
  readonly excess?: string;
}

/** Time of an update. */
export interface TimeRow {
  readonly workload: string;
  readonly competitor: string;
  /** Median wall seconds of an update. */
  readonly wall: number;
  /** Seconds from the start of the process to the end of the first update, which compiles. */
  readonly first: number;
  readonly updates: number;
  /** Largest difference of the first losses from those of the workload's first row, relative to the loss. */
  readonly difference: number;
}

/** A part of the measurement that was left out, and why. */
export interface Skipped {
  readonly what: string;
  readonly reason: string;
}

/** All that the script measured. */
export interface Report {
  readonly machine: Machine;
  readonly begun: string;
  /** Seconds that the script took. */
  readonly seconds: number;
  readonly parity: readonly ParityRow[];
  readonly times: readonly TimeRow[];
  readonly skipped: readonly Skipped[];
}

type Table = readonly (readonly string[])[];

/** The report as Markdown: one table of parity, one of times for each workload, and a list of what was skipped. */
export function toMarkdown({ machine, parity, times, skipped, seconds }: Report): string {
  const { gpus, processor, cores, node, torch, jax } = machine;
  const libraries = Object.entries({ PyTorch: torch, JAX: jax }).map(
    ([name, library]) => `${name} ${"version" in library ? library.version : "missing"}`,
  );
  const workloads = [...new Set(times.map(({ workload }) => workload))];
  const parts = [
    `${gpus.join("; ") || "no GPU"}; ${processor}, ${cores} cores; Node ${node}, ${libraries.join(", ")}; ${seconds.toFixed(0)} s`,
    ...(parity.length > 0 ? [parityTable(parity)] : []),
    ...workloads.map((each) => `${each}\n\n${timeTable(times.filter(({ workload }) => workload === each))}`),
    ...(skipped.length > 0 ? [skipped.map(({ what, reason }) => `- skipped: ${what}: ${reason}`).join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

const parityTable = (rows: readonly ParityRow[]): string =>
  markdown([
    ["backend", "update", "losses within", "moments within", "continued", "result"],
    ...rows.map(({ backend, update, losses, moments, isExact, excess }) => [
      ...[backend, update, losses.toExponential(1), moments.toExponential(1)],
      isExact ? "bit for bit" : "other bits",
      excess === undefined ? "ok" : "FAILED",
    ]),
  ]);

/** Times relative to the fastest of the other libraries, which is 1; without one, to the first row. */
function timeTable(rows: readonly TimeRow[]): string {
  const others = rows.filter(({ competitor }) => /^(torch|jax)/.test(competitor));
  const reference = Math.min(...(others.length > 0 ? others : rows.slice(0, 1)).map(({ wall }) => wall));
  return markdown([
    ["library", "update", "relative", "updates", "first", "losses within"],
    ...rows.map(({ competitor, wall, updates, first, difference }) => [
      ...[competitor, `${(1e3 * wall).toPrecision(3)} ms`, (wall / reference).toFixed(2), `${updates}`],
      ...[`${first.toFixed(1)} s`, difference.toExponential(1)],
    ]),
  ]);
}

function markdown([head, ...rows]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head!), line(head!.map(() => "---")), ...rows.map(line)].join("\n");
}
