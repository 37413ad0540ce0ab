import { type NDArray, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { createGenerator, latents } from "./sampling/generate.ts";
import { loadStudent } from "./trained-student.ts";

/** Samples of a run's student, from its newest checkpoint: `[count, ...shape]`. The same seed gives the same latents. */
export async function sampleRun({
  run,
  count,
  seed,
  backend,
}: {
  readonly run: string;
  readonly count: number;
  readonly seed: number;
  readonly backend?: Backend | undefined;
}): Promise<NDArray> {
  const { experiment, student, shape, state, weights } = await loadStudent(run);
  const executor = await createExecutor(backend ?? experiment.settings.backend);
  try {
    const store = executor.createStore(state);
    const generator = await createGenerator(executor, store, { student, weights, shape });
    const samples = await generator.generate(latents(student, random(seed, "sample"), count));
    await generator.dispose();
    store.dispose();
    return samples;
  } finally {
    await executor.dispose();
  }
}
