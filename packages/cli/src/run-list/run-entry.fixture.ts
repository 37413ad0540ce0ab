import type { Json } from "@tweedie/config";
import type { RunStatus } from "@tweedie/engine";
import type { RunEntry } from "./run-entry.ts";

const { leavesOf } = await import("@tweedie/config");

interface RunSketch {
  readonly status?: Partial<RunStatus>;
  readonly config?: Json;
  /** Values of the metric `sw2` over time, the last of which is the result. Its floor is 0.01. */
  readonly sw2?: readonly number[];
  readonly modes?: number;
  /** Standard deviation of `sw2`. */
  readonly spread?: number;
}

/** Creates a run entry with the given status, configuration and metrics. */
export function runEntry(run: string, { status, config = {}, sw2 = [], modes, spread }: RunSketch = {}): RunEntry {
  const points = sw2.map((value, i) => ({ step: 100 * i, value }));
  const spreads = spread === undefined ? {} : { spreads: { value: spread, floor: spread } };
  const references = { teacher: undefined, baseline: 0.3 };
  return {
    run: `runs/${run}`,
    status: {
      name: run,
      status: "completed",
      seed: 0,
      backend: "ort",
      started: "2026-01-01T00:00:00.000Z",
      seconds: 90,
      configHash: "",
      version: "0.1.0",
      phase: "distill",
      step: 400,
      metrics: {},
      floors: {},
      baselines: {},
      teacher: {},
      goals: {},
      warnings: [],
      ...status,
    },
    config: leavesOf(config),
    problems: [],
    evaluations: [],
    results: [
      ...(sw2.length > 0
        ? [
            {
              name: "sw2",
              goal: "minimize",
              value: sw2.at(-1),
              floor: 0.01,
              ...references,
              ...spreads,
              points,
            } as const,
          ]
        : []),
      ...(modes === undefined
        ? []
        : [{ name: "modes", goal: "maximize", value: modes, floor: 8, ...references, points: [] } as const]),
    ],
    traces: [{ phase: "distill", name: "loss.student", points: [3, 2, 1].map((value, step) => ({ step, value })) }],
  };
}
