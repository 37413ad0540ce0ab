import type { Launcher } from "@tweedie/core";
import type { Sweep } from "@tweedie/study";
import { jsonLine } from "../terminal/json-line.ts";
import type { Consent } from "../trust/with-trust.ts";
import { createLaunchRequest } from "./launch-request.ts";
import type { SweepRunFlags } from "./run-sweep.ts";

interface DryRunOptions {
  readonly folder: string;
  readonly launcher: Launcher;
  readonly consent: Consent;
  readonly flags: SweepRunFlags;
}

/** Renders a sweep with its defaults, and the command or job script that would start its agents. */
export async function dryRun(
  { plan, size }: Sweep,
  { folder, launcher, consent, flags }: DryRunOptions,
): Promise<string> {
  const { toYaml } = await import("@tweedie/config");
  const trials = size * Math.max(1, plan.repeat.length);
  const start = launcher.preview(
    createLaunchRequest({ folder, plan }, launcher, { ...flags, trials, trusted: consent.trusted }),
  );
  if (flags.json) return jsonLine({ plan, folder, trials, start });
  return [`# would run ${trials} trials in ${folder}\n`, toYaml(plan), "\n# would start\n", start].join("");
}
