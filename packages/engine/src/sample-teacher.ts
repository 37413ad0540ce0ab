import { type NDArray, type NDArrays, random, TweedieError } from "@tweedie/core";
import type { SamplerName } from "@tweedie/diffusion";
import { type Backend, createExecutor } from "@tweedie/graph";
import { validateExperiment } from "./experiment/validate.ts";
import { createComponents } from "./components.ts";
import { runFolder } from "./run/run-folder.ts";
import { loadTeacher } from "./run/teacher-store.ts";
import { labelsFor } from "./sampling/ask-class.ts";
import { createTeacherSampler } from "./sampling/teacher-sampler.ts";
import { wire } from "./wire.ts";

/**
 * Samples of a run's teacher in many steps: `[count, ...shape]`. The same seed gives the same noise to every sampler.
 *
 * A teacher that is told classes makes samples of the one that is asked for, or of each in turn.
 */
export async function sampleTeacher({
  run,
  count,
  seed,
  sampler,
  steps,
  class: one,
  backend,
}: {
  readonly run: string;
  readonly count: number;
  readonly seed: number;
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly class?: number | undefined;
  readonly backend?: Backend | undefined;
}): Promise<NDArray> {
  const folder = runFolder(run);
  const experiment = await validateExperiment({ file: folder.config });
  const { teacher, pretraining } = createComponents(experiment, await wire(experiment.slots));
  const level = teacher.trained ? pretraining.noise.time.level : undefined;
  if (level) {
    throw new TweedieError({
      where: run,
      what: `its teacher is trained at sigma = ${level.to} alone, and sampling passes through all levels of noise`,
    });
  }
  const weights: NDArrays | undefined = teacher.trained
    ? (await loadTeacher(folder.teacher))?.weights
    : teacher.init(random(experiment.settings.seed, "teacher.init"));
  if (!weights) {
    throw new TweedieError({
      where: run,
      what: "its teacher is still in training",
      fix: `continue it: tweedie run ${folder.config} --out ${run}`,
    });
  }
  const label = labelsFor(teacher, count, one);
  const executor = await createExecutor(backend ?? experiment.settings.backend);
  try {
    const generator = createTeacherSampler(executor, teacher, { weights, count });
    const samples = await generator.sample(sampler, steps, random(seed, "sample"), label);
    await generator.dispose();
    return samples;
  } finally {
    await executor.dispose();
  }
}
