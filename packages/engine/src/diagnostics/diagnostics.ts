import { mapParams, nest, type NDArray, type NDArrays, type Random, zeros } from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { createStudentSampler } from "../sampling/student-sampler.ts";
import type { Distillation } from "../steps/distillation.ts";
import { createDiagnosticsDraws } from "./diagnostics-draws.ts";
import { diagnosticsStep } from "./diagnostics-step.ts";
import { summarizeDiagnostics } from "./diagnostics-summary.ts";
import { noiseBands } from "./noise-bands.ts";
import { spread } from "./spread.ts";

/** Measures the state of a distillation, with the same draws at every step. Training never uses these draws. */
export interface Diagnostics {
  measure(step: number): Promise<MetricValues>;
  dispose(): Promise<void>;
}

interface DiagnosticsOptions {
  readonly executor: Executor;
  /** Current weights of teacher, student and fake score. */
  readonly store: Store;
  /** Samples of the data. */
  readonly real: NDArray;
  readonly random: Random;
  /** Number of draws, rounded up to whole batches. */
  readonly draws: number;
}

/**
 * Creates the diagnostics of a distillation:
 *
 * - `diag.V`, `diag.L1`, `diag.L2`: means over all noise levels, and over each noise band as `diag.V.band0`, ...;
 * - `diag.psiGap`: excess denoising loss of the fake score, over the draws at which the optimal fake score can be estimated from
 *   other samples of the student, and `diag.psiGap.coverage`, the fraction of such draws; left out if samples have many elements;
 * - `diag.grad.loss`, `diag.grad.L1`, `diag.grad.L2`: mean norms of gradients with respect to the samples;
 * - `diag.term.NAME` and `diag.grad.term.NAME`: the same for each term of a loss that has terms: its weighted value, and its gradient;
 * - `diag.spread`: standard deviation of the student relative to the data's.
 */
export async function createDiagnostics(
  distillation: Distillation,
  { executor, store, real, random, draws: count }: DiagnosticsOptions,
): Promise<Diagnostics> {
  const { teacher, student, models } = distillation;
  const draws = createDiagnosticsDraws(distillation, random, count);
  const realSpread = spread(real);
  const sampler = await createStudentSampler(executor, store, {
    student,
    weights: models.student.trainable.name,
    shape: teacher.shape,
  });
  const total = draws.latents["z"]!.shape[0]!;
  const [like] = draws.microBatches(zeros([total, ...teacher.shape]), 0, 0);
  const shapes = mapParams(like!, ({ shape }) => shape);
  const diagnose = await executor.compile(diagnosticsStep(distillation), store, shapes);
  return {
    async measure(step) {
      const samples = await sampler.sample(draws.latents);
      const outputs: NDArrays[] = [];
      const bands: number[] = [];
      for (let index = 0; index < draws.batches; index++) {
        for (const batch of draws.microBatches(samples, index, step)) {
          const noise = { alphaBar: batch["alphaBar"]!, betaBar: batch["betaBar"]! };
          // Not by spreading: a large batch has more numbers than a call may have arguments.
          for (const band of noiseBands(noise, teacher.sigmaData)) bands.push(band);
          outputs.push(await diagnose.run(batch));
        }
      }
      const joined = mapParams(outputs[0]!, (_, name) =>
        Float32Array.from(outputs.flatMap((each) => [...each[name]!.data])),
      );
      return nest("diag", { spread: spread(samples) / realSpread, ...summarizeDiagnostics(joined, bands) });
    },
    async dispose() {
      await sampler.dispose();
      await diagnose.dispose();
    },
  };
}
