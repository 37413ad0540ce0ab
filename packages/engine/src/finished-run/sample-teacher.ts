import { type NDArray, random, TweedieError } from "@tweedie/core";
import { guidedDenoiser, isGuided, type SamplerName } from "@tweedie/diffusion";
import { createExecutor } from "@tweedie/graph";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { checkSameFiles, identityOf } from "../identity/run-identity.ts";
import { readStatus, runFolder } from "../run/run-folder.ts";
import { joinChunks } from "../sampling/chunks.ts";
import { counted } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { classLabels } from "./class-labels.ts";
import type { SampleRunOptions } from "./sample-run.ts";
import { teacherWeights } from "./teacher-weights.ts";

export interface SampleTeacherOptions extends SampleRunOptions {
  readonly sampler: SamplerName;
  readonly steps: number;
  /** Guidance scale. Default: 1, none. */
  readonly guidance?: number | undefined;
}

/** Samples the teacher of a run in `steps` steps: `[count, ...shape]`. One seed gives the same initial noise for every sampler. */
export async function sampleTeacher(options: SampleTeacherOptions): Promise<NDArray> {
  const { run, count, seed, sampler, steps, guidance, backend, device, onActivity } = options;
  onActivity?.("loading the teacher");
  const folder = runFolder(run);
  const experiment = await validateExperiment({ file: folder.config }, options);
  const status = await readStatus(folder);
  if (status) checkSameFiles(folder, await identityOf(experiment), status);
  const { teacher, pretraining } = await createComponents(experiment);
  const level = teacher.weights === "trained" ? pretraining.noise.time.level : undefined;
  if (level) {
    throw new TweedieError({
      where: run,
      what: `its teacher is trained at sigma = ${level.to} only, and sampling passes through all noise levels`,
    });
  }
  if (isGuided(guidance) && teacher.classes === undefined) {
    throw new TweedieError({
      where: "--guidance",
      what: "the teacher of this run is unconditional",
      fix: "omit --guidance, or train with `network: { conditional: true }` and `pretrain: { labelDropout: 0.1 }`",
    });
  }
  const weights = await teacherWeights(run, teacher, experiment.settings.seed);
  const label = classLabels(teacher, count, options.class);
  const executor = await createExecutor(backend ?? experiment.settings.backend, { device });
  try {
    const teacherSampler = createTeacherSampler(executor, guidedDenoiser(teacher, guidance), { weights, count });
    const tell = (done: number) => onActivity?.(`sampling ${shown(done)}/${shown(count)}`);
    tell(0);
    const stream = teacherSampler.stream({ sampler, steps }, random(seed, "sample"), label);
    const samples = await joinChunks(count, teacher.shape, counted(stream, tell).batches);
    await teacherSampler.dispose();
    return samples;
  } finally {
    await executor.dispose();
  }
}

const shown = (count: number): string => count.toLocaleString("en-US");
