import type { Sweep } from "@tweedie/study";
import { jsonLine } from "../json-line.ts";
import type { DriveFlags } from "./drive.ts";
import { orderOf } from "./order.ts";

/** The sweep with all that is left unsaid, and what would be started for it. */
export async function dryRun({ plan, size }: Sweep, folder: string, flags: DriveFlags): Promise<string> {
  const [{ loadLauncher }, { toYaml }] = await Promise.all([import("@tweedie/study"), import("@tweedie/config")]);
  const launcher = await loadLauncher({ plan, folder });
  const trials = size * Math.max(1, plan.repeat.length);
  const start = launcher.preview(orderOf({ folder, plan }, launcher, { ...flags, trials }));
  if (flags.json) return jsonLine({ plan, folder, trials, start });
  return [`# would run ${trials} trials in ${folder}\n`, toYaml(plan), "\n# would start\n", start].join("");
}
