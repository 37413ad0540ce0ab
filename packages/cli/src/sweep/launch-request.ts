import { resolve } from "node:path";
import type { Launcher, LaunchRequest } from "@tweedie/core";
import type { SweepPlan } from "@tweedie/study";
import { program } from "./local-agent.ts";

interface SweepReference {
  readonly folder: string;
  readonly plan: Pick<SweepPlan, "name">;
}

interface RequestOptions {
  readonly parallel?: number | undefined;
  /** Seconds. */
  readonly lease?: number | undefined;
  /** True if the agents may run plugins outside the project of the working folder. */
  readonly trust?: boolean;
  /** Number of trials that have not ended. */
  readonly trials?: number | undefined;
}

/** Describes the agents that a launcher is to start: the command `tweedie agent`, with this program and this Node. */
export function createLaunchRequest(
  { folder, plan }: SweepReference,
  launcher: Launcher,
  options: RequestOptions,
): LaunchRequest {
  const { parallel, lease, trust = false, trials = Infinity } = options;
  const { workers, threads } = launcher.agent(parallel);
  const flags = Object.entries({ parallel: workers, threads, lease }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const absolute = resolve(folder);
  const command = [process.execPath, program, "agent", absolute, ...flags, ...(trust ? ["--trust"] : [])];
  return { name: plan.name, folder: absolute, command, trials, parallel };
}
