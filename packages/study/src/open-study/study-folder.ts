import { dirname, join, relative, resolve } from "node:path";
import { compose, toYaml } from "@tweedie/config";
import { writeDurably } from "@tweedie/engine";
import type { SweepPlan } from "../plan.ts";

/** Paths of the files in a sweep's folder. */
export const studyFolder = (root: string) => ({
  root,
  plan: join(root, "sweep.yaml"),
  journal: join(root, "journal.jsonl"),
  trials: join(root, "trials"),
  report: join(root, "report.html"),
  table: join(root, "trials.csv"),
});

/** Reads `sweep.yaml`. The path of the experiment becomes absolute. */
export async function readPlan(path: string): Promise<SweepPlan> {
  const { value } = await compose({ file: path });
  const plan = value as unknown as SweepPlan;
  return { ...plan, experiment: { ...plan.experiment, file: resolve(dirname(path), plan.experiment.file) } };
}

/** Writes `sweep.yaml`. The path of the experiment becomes relative to the sweep's folder. */
export async function writePlan(path: string, plan: SweepPlan): Promise<void> {
  const { experiment, ...rest } = plan;
  const file = relative(dirname(path), resolve(experiment.file));
  await writeDurably(path, toYaml({ ...rest, experiment: { ...experiment, file } }));
}
