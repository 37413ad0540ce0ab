import { dirname, join, relative, resolve } from "node:path";
import { compose, toYaml } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { isYamlIntact, sealYaml, writeDurably } from "@tweedie/engine";
import type { SweepPlan } from "../plan.ts";

/** Paths of the files in a sweep's folder. */
export const studyFolder = (root: string) => ({
  root,
  plan: join(root, "sweep.yaml"),
  journal: join(root, "journal.jsonl"),
  trials: join(root, "trials"),
  /** The experiment as it was when the sweep began, and the files that it depends on. */
  experiment: join(root, "experiment.yaml"),
  inputs: join(root, "inputs.json"),
  report: join(root, "report.html"),
  table: join(root, "trials.csv"),
});

/** Reads `sweep.yaml`. The path of the experiment becomes absolute. */
export async function readPlan(path: string): Promise<SweepPlan> {
  if (!isYamlIntact(await readRegularText(path, fileLimits.json).catch(() => ""))) {
    const fix = "restore it from a copy; if you have edited it, delete its last line, the checksum";
    throw new TweedieError({ where: path, what: "was changed since the sweep began", fix });
  }
  const { value } = await compose({ file: path });
  const plan = value as unknown as SweepPlan;
  return { ...plan, experiment: { ...plan.experiment, file: resolve(dirname(path), plan.experiment.file) } };
}

/** Writes `sweep.yaml`. The path of the experiment becomes relative to the sweep's folder. */
export async function writePlan(path: string, plan: SweepPlan): Promise<void> {
  const { experiment, ...rest } = plan;
  const file = relative(dirname(path), resolve(experiment.file));
  await writeDurably(path, sealYaml(toYaml({ ...rest, experiment: { ...experiment, file } })));
}
