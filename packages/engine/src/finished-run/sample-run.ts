import { type NDArray, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import type { Trust } from "../plugins/trust.ts";
import { createStudentSampler, drawLatents } from "../sampling/student-sampler.ts";
import { classLabels } from "./class-labels.ts";
import { loadStudent } from "./load-student.ts";
import type { WeightsChoice } from "./student-weights.ts";
import { studentInSteps } from "../sampling/student-in-steps.ts";

export interface SampleRunOptions extends WeightsChoice {
  /** The run folder. */
  readonly run: string;
  readonly count: number;
  /** Seed of the latents. */
  readonly seed: number;
  /** Class of the samples of a class-conditional model. Default: each class in turn. */
  readonly class?: number | undefined;
  /** Number of steps: of the teacher's sampler, or of a student of several steps. Default: as trained. */
  readonly steps?: number | undefined;
  /** Default: the backend of the experiment. */
  readonly backend?: Backend | undefined;
  /** Device of a backend that has several: `cuda:1`. Default: the first. */
  readonly device?: string | undefined;
  /** Decides which plugins may run. Default: all. */
  readonly trust?: Trust | undefined;
  /** Called with what is done next, and how far it is. */
  readonly onActivity?: ((text: string) => void) | undefined;
}

/** Samples the student of a run: `[count, ...shape]`. */
export async function sampleRun(options: SampleRunOptions): Promise<NDArray> {
  const { run, count, seed, backend, device, onActivity } = options;
  onActivity?.("loading the student");
  const { experiment, student: trained, shape, state, weightsPrefix } = await loadStudent(run, options);
  const student = studentInSteps(trained, options.steps);
  const label = classLabels(student, count, options.class);
  const executor = await createExecutor(backend ?? experiment.settings.backend, { device });
  try {
    const store = executor.createStore(state);
    const sampler = await createStudentSampler(executor, store, { student, weights: weightsPrefix, shape });
    onActivity?.(`sampling ${count.toLocaleString("en-US")}`);
    const samples = await sampler.sample(drawLatents(student, random(seed, "sample"), count, label));
    await sampler.dispose();
    store.dispose();
    return samples;
  } finally {
    await executor.dispose();
  }
}
