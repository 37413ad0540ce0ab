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

/** A plan as `sweep.yaml` has it. */
export interface RecordedPlan {
  readonly plan: SweepPlan;
  /** Number of configurations, which only the sampler can compute; undefined if it is infinite or was not recorded. */
  readonly size: number | undefined;
}

/** Reads `sweep.yaml`. The path of the experiment becomes absolute. */
export async function readPlan(path: string): Promise<RecordedPlan> {
  if (!isYamlIntact(await readRegularText(path, fileLimits.json).catch(() => ""))) {
    const fix = "restore it from a copy; if you have edited it, delete its last line, the checksum";
    throw new TweedieError({ where: path, what: "was changed since the sweep began", fix });
  }
  const { size, ...plan } = (await compose({ file: path })).value as unknown as SweepPlan & { readonly size?: number };
  const file = resolve(dirname(path), plan.experiment.file);
  return { plan: { ...plan, experiment: { ...plan.experiment, file } }, size };
}

/** Writes `sweep.yaml`. The path of the experiment becomes relative to the sweep's folder. */
export async function writePlan(path: string, plan: SweepPlan, size: number): Promise<void> {
  const { experiment, ...rest } = plan;
  const file = relative(dirname(path), resolve(experiment.file));
  const content = { ...rest, experiment: { ...experiment, file }, ...(Number.isFinite(size) && { size }) };
  await writeDurably(path, sealYaml(toYaml(content)));
}
