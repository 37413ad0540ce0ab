import { resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
import { type CheckpointChoice, chosenStep } from "../checkpoints/choose-checkpoint.ts";
import { fileOptions } from "../experiment/file-options.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { checkpointPath } from "../run/checkpoint.ts";
import { readStatus, runFolder } from "../run/run-folder.ts";
import { type ModelOfRun, weightManifest } from "../weights/weights-of-run.ts";

/** Models of a run that another one begins with, by the roles of their plugins. */
const models: readonly string[] = ["teacher", "student", "fakeScore"] satisfies readonly ModelOfRun[];

/** An experiment that begins with the weights of a run: its file, and overrides. */
export interface Fork {
  readonly file: string;
  readonly overrides: readonly string[];
}

export interface ForkOptions extends ReadOptions {
  /** Default: the newest. */
  readonly checkpoint?: CheckpointChoice | undefined;
}

/**
 * Returns the experiment of a run with other values, which begins with the final weights of the run's teacher, student and fake score.
 * With `checkpoint`, student and fake score begin with the weights of that checkpoint. A model whose plugin has no option for that, which the
 * run does not have, or whose option is overridden, begins as the experiment says.
 *
 * @throws TweedieError if the folder has no run, or if it has none of these weights
 */
export async function forkRun(run: string, overrides: readonly string[], options: ForkOptions = {}): Promise<Fork> {
  const folder = runFolder(run);
  const status = await readStatus(folder);
  if (!status) throw new TweedieError({ where: run, what: "is not a run folder", fix: "`tweedie ls` lists the runs" });
  const { checkpoint } = options;
  const chosen =
    checkpoint === undefined ? run : checkpointPath(folder.checkpoints, await chosenStep(folder, status, checkpoint));
  const { slots } = await validateExperiment({ file: folder.config, overrides }, options);
  const weights: string[] = [];
  for (const { path, role, plugin } of slots.filter((slot) => models.includes(slot.role) && slot.host === undefined)) {
    const option = fileOptions(plugin).find(({ format }) => format === "run");
    if (!option || !(await weightManifest(run, role as ModelOfRun))) continue;
    const [key] = option.name.split(".") as [string];
    const isOverridden = ["=", "."].some((end) => overrides.some((each) => each.startsWith(`${path}.${key}${end}`)));
    const source = role === "teacher" ? run : chosen;
    if (!isOverridden) weights.push(`${path}.${option.name}=${JSON.stringify(resolve(source))}`);
  }
  if (weights.length === 0) {
    throw new TweedieError({
      where: run,
      what: "has no weights that this experiment can begin with",
      fix: `run it from the start: tweedie run ${folder.config}`,
    });
  }
  return { file: folder.config, overrides: [...overrides, ...weights] };
}
