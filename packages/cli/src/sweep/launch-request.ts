import { resolve } from "node:path";
import type { Launcher, LaunchRequest } from "@tweedie/core";
import type { TrustedFiles } from "@tweedie/engine";
import type { SweepPlan } from "@tweedie/study";
import type { NotificationKind } from "../notifications/notify-options.ts";
import { program } from "./local-agent.ts";

interface SweepReference {
  readonly folder: string;
  readonly plan: Pick<SweepPlan, "name">;
}

interface RequestOptions {
  readonly parallel?: number | undefined;
  /** Seconds. */
  readonly lease?: number | undefined;
  /** Plugins outside the project of the working folder that may run. An agent has no list of files: it may run all plugins, or none. */
  readonly trusted: TrustedFiles;
  /** Number of trials that have not ended. */
  readonly trials?: number | undefined;
  readonly notifyOn?: readonly NotificationKind[] | undefined;
}

/** Describes the agents that a launcher is to start: the command `tweedie agent`, with this program and this Node. */
export function createLaunchRequest(
  { folder, plan }: SweepReference,
  launcher: Launcher,
  options: RequestOptions,
): LaunchRequest {
  const { parallel, lease, trusted, notifyOn, trials = Infinity } = options;
  const { workers, threads } = launcher.agent(parallel);
  const flags = Object.entries({ parallel: workers, threads, lease }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const absolute = resolve(folder);
  const command = [
    process.execPath,
    program,
    "agent",
    absolute,
    ...flags,
    ...(notifyOn ? ["--notify-on", notifyOn.join()] : []),
    ...(trusted === "all" || trusted.length > 0 ? ["--trust"] : []),
  ];
  return { name: plan.name, folder: absolute, command, trials, parallel };
}
