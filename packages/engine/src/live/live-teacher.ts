import { mapParams, type NDArrays, TweedieError, under } from "@tweedie/core";
import { phaseDraws } from "../draws/phase-draws.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { denoisingProgram } from "../steps/denoising.ts";
import { accumulators } from "../steps/micro-batches.ts";
import { failsIfNonFinite, trainableState } from "../steps/trainable-weights.ts";
import { finalWeightsPrefix } from "../weights/weight-names.ts";
import { compileProgram } from "../train/compile-program.ts";
import { streamOf } from "../train/run-context.ts";
import { initialTeacherWeights } from "../weights/initial-weights.ts";
import type { LiveContext } from "./live-context.ts";

/** Called after each step of the teacher's training. Its promise holds the training up. */
export type OnTeacherStep = (step: number, losses: MetricValues) => Promise<void> | void;

/** True if the experiment trains its teacher. */
export const trainsTeacher = ({ components }: Pick<LiveContext, "components">): boolean =>
  components.teacher.weights === "trained";

/**
 * Returns the teacher's weights: trains it if the experiment does, with the draws of a run.
 *
 * @throws TweedieError if its loss is not finite; the signal's reason if it is aborted
 */
export async function trainLiveTeacher(context: LiveContext, onStep: OnTeacherStep): Promise<NDArrays> {
  const { components, executor, experiment, signal } = context;
  const { teacher, pretraining } = components;
  const initial = await initialTeacherWeights(teacher, streamOf(context, "teacher.init"));
  if (!trainsTeacher(context)) return initial;
  const store = executor.createStore({
    ...trainableState(pretraining.trainable, initial),
    ...accumulators([initial], pretraining),
  });
  const draw = phaseDraws("pretrain", components, experiment.settings.seed);
  const compiled = await compileProgram(executor, store, denoisingProgram(pretraining), draw(1));
  try {
    for (let step = 1; step <= pretraining.steps; step++) {
      signal.throwIfAborted();
      const losses = scalars(await compiled.run(draw(step)));
      if (failsIfNonFinite(pretraining.trainable) && !Number.isFinite(losses["loss"])) {
        throw new TweedieError({ where: "pretrain", what: `loss is ${losses["loss"]} at step ${step} of pretrain` });
      }
      await onStep(step, losses);
    }
    return under(finalWeightsPrefix(pretraining.trainable), await store.read());
  } finally {
    await compiled.dispose();
    store.dispose();
  }
}

/** Outputs of a step that are numbers, by name. */
export const scalars = (outputs: NDArrays): MetricValues => mapParams(outputs, ({ data }) => data[0]!);
