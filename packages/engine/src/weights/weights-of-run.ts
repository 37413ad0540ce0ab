import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type NDArrays, shellPath, TweedieError, under } from "@tweedie/core";
import { checkpointPath, loadCheckpointOfStep, loadNewestCheckpoint, newestCheckpoint } from "../run/checkpoint.ts";
import { runFolder } from "../run/run-folder.ts";
import { loadTeacher } from "./teacher-store.ts";

/** A model of a run whose weights another run can begin with. */
export type ModelOfRun = "teacher" | "student" | "fakeScore";

const nouns: Readonly<Record<ModelOfRun, string>> = {
  teacher: "teacher",
  student: "student",
  fakeScore: "fake score",
};

/** A run, and the step of one of its checkpoints if the path names one: `runs/a/checkpoints/distill-000002000`. */
function sourceAt(path: string): { readonly run: string; readonly step?: number } {
  const [, step] = /^distill-(\d{9})$/.exec(basename(path)) ?? [];
  const isCheckpoint = step !== undefined && basename(dirname(path)) === "checkpoints";
  return isCheckpoint ? { run: dirname(dirname(path)), step: Number(step) } : { run: path };
}

/** The manifest with the checksums of a model's weights in a run, or in one of its checkpoints; undefined if there are none. */
export async function weightManifest(path: string, model: ModelOfRun): Promise<string | undefined> {
  const { run, step } = sourceAt(path);
  const { teacher, checkpoints } = runFolder(run);
  const ofModel = () =>
    step === undefined ? newestCheckpoint(checkpoints, "distill") : checkpointPath(checkpoints, step);
  const folder = model === "teacher" ? teacher : await ofModel();
  const manifest = folder && join(folder, "manifest.json");
  return manifest !== undefined && existsSync(manifest) ? manifest : undefined;
}

/**
 * Loads the final weights of a model of a run, or those of one of its checkpoints: the averaged ones if it averages them.
 *
 * @param initial Weights that have the names and shapes which the model needs.
 * @throws TweedieError if the run has no such model, if its files are damaged, or if its weights are of another network
 */
export async function loadWeightsOfRun(run: string, model: ModelOfRun, initial: NDArrays): Promise<NDArrays> {
  const weights = await weightsIn(run, model);
  const refuse = (what: string) => {
    const fix = `use the network and the options of that run: tweedie show ${shellPath(run)}`;
    throw new TweedieError({ where: run, what: `its ${nouns[model]} ${what}`, fix });
  };
  const [missing] = Object.keys(initial).filter((name) => !Object.hasOwn(weights, name));
  if (missing !== undefined) refuse(`has no weight ${missing}, which this ${nouns[model]} needs`);
  const [unknown] = Object.keys(weights).filter((name) => !Object.hasOwn(initial, name));
  if (unknown !== undefined) refuse(`has a weight ${unknown}, which this ${nouns[model]} does not have`);
  for (const [name, { shape }] of Object.entries(initial)) {
    const found = weights[name]!.shape;
    if (found.join() !== shape.join()) {
      refuse(`has a weight ${name} of shape [${found.join(", ")}]; this ${nouns[model]} needs [${shape.join(", ")}]`);
    }
  }
  return weights;
}

async function weightsIn(path: string, model: ModelOfRun): Promise<NDArrays> {
  if (!existsSync(path)) throw new TweedieError({ where: path, what: "there is no such run" });
  const { run, step } = sourceAt(path);
  const folder = runFolder(run);
  if (model === "teacher") {
    const teacher = await loadTeacher(folder.teacher, () => undefined);
    if (teacher) return teacher.weights;
  } else {
    const { checkpoints } = folder;
    const checkpoint = await (step === undefined
      ? loadNewestCheckpoint(checkpoints)
      : loadCheckpointOfStep(checkpoints, step));
    if (checkpoint?.phase === "distill") {
      const averaged = under(`ema.${model}`, checkpoint.state);
      return Object.keys(averaged).length > 0 ? averaged : under(model, checkpoint.state);
    }
  }
  const reason = model === "teacher" ? "it has not trained one to the end" : "its distillation has no checkpoint";
  throw new TweedieError({ where: run, what: `this run has no ${nouns[model]}: ${reason}` });
}
