import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { hashOf } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { loadSampler } from "../load-plugins.ts";
import type { SweepPlan } from "../plan.ts";
import type { Study } from "../study.ts";
import type { Experiment } from "@tweedie/engine";
import { writeInputs } from "./study-inputs.ts";
import { openStudy, sizeOf, type StudyOptions } from "./open-study.ts";
import { readStudy } from "./read-study.ts";
import { readPlan, studyFolder, writePlan } from "./study-folder.ts";

interface CreationOptions extends StudyOptions {
  /** Experiments of trials. The experiment is then copied to the folder, and the files that they read are recorded. */
  readonly experiments?: readonly Experiment[];
}

/**
 * Creates the folder of a sweep, or opens it if it holds a sweep of the same plan.
 *
 * @throws TweedieError if the folder holds a different sweep.
 */
export async function createStudy(root: string, given: SweepPlan, options: CreationOptions = {}): Promise<Study> {
  const plan = absolute(given);
  const folder = studyFolder(root);
  if (existsSync(folder.plan)) {
    const recorded = (await readPlan(folder.plan)).plan;
    if (hashOf(recorded) === hashOf(plan)) return openStudy(root, options);
    const edited = hashOf(recorded) === hashOf({ ...plan, experiment: recorded.experiment });
    const changes = edited && existsSync(folder.inputs) ? await (await readStudy(root)).changes() : undefined;
    if (changes?.length === 0 && isFormer(recorded, plan)) return openStudy(root, options);
    if (changes && changes.length > 0) {
      const fix = "`tweedie sweep resume` continues it with the experiment as it was; --name starts another sweep";
      throw new TweedieError({ where: root, what: changes.join("; "), fix });
    }
    const what = "holds a sweep of the same name with different parameters, method or experiment";
    throw new TweedieError({ where: root, what, fix: "choose another name, or remove the folder" });
  }
  const sampler = await loadSampler({ plan, root, where: folder.plan, trust: options.trust });
  await createFolder(folder.trials);
  if (options.experiments) await writeInputs(root, plan, options.experiments);
  await writePlan(folder.plan, plan, sizeOf(plan, sampler));
  return openStudy(root, options);
}

const absolute = (plan: SweepPlan): SweepPlan => ({
  ...plan,
  experiment: { ...plan.experiment, file: resolve(plan.experiment.file) },
});

/** True if version 0.1.0 made the recorded plan of the same sweep. Its trials measure the teacher's curve, which is part of the experiment's hash. */
function isFormer(recorded: SweepPlan, plan: SweepPlan): boolean {
  const { added: _, ...experiment } = plan.experiment;
  return hashOf(recorded) === hashOf({ ...plan, experiment: { ...experiment, hash: recorded.experiment.hash } });
}
