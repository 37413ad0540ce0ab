import { type NDArray, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { labelsFor } from "./sampling/ask-class.ts";
import { createGenerator, latents } from "./sampling/generate.ts";
import { loadStudent } from "./trained-student.ts";

/**
 * Samples of a run's student, from its newest checkpoint: `[count, ...shape]`. The same seed gives the same latents.
 *
 * A student that is told classes makes samples of the one that is asked for, or of each in turn.
 */
export async function sampleRun({
  run,
  count,
  seed,
  class: one,
  backend,
}: {
  readonly run: string;
  readonly count: number;
  readonly seed: number;
  readonly class?: number | undefined;
  readonly backend?: Backend | undefined;
}): Promise<NDArray> {
  const { experiment, student, shape, state, weights } = await loadStudent(run);
  const label = labelsFor(student, count, one);
  const executor = await createExecutor(backend ?? experiment.settings.backend);
  try {
    const store = executor.createStore(state);
    const generator = await createGenerator(executor, store, { student, weights, shape });
    const samples = await generator.generate(latents(student, random(seed, "sample"), count, label));
    await generator.dispose();
    store.dispose();
    return samples;
  } finally {
    await executor.dispose();
  }
}
