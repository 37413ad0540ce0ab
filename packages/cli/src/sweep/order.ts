import { resolve } from "node:path";
import type { AgentOrder, Launcher } from "@tweedie/core";
import type { SweepPlan } from "@tweedie/study";
import { program } from "./work-here.ts";

interface Ordered {
  readonly folder: string;
  readonly plan: Pick<SweepPlan, "name">;
}

interface Wanted {
  readonly parallel?: number | undefined;
  /** Seconds. */
  readonly lease?: number | undefined;
  /** Trials that are left. */
  readonly trials?: number | undefined;
}

/** What a launcher is asked to start for a sweep: `tweedie agent`, as this very program on this very Node. */
export function orderOf({ folder, plan }: Ordered, launcher: Launcher, wanted: Wanted): AgentOrder {
  const { parallel, lease, trials = Infinity } = wanted;
  const { workers, threads } = launcher.agent(parallel);
  const options = { parallel: workers, threads, lease };
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const absolute = resolve(folder);
  const command = [process.execPath, program, "agent", absolute, ...flags];
  return { name: plan.name, folder: absolute, command, trials, parallel };
}
