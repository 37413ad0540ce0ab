import { nest, type NDArray, type NDArrays, type Random, rows, sizeOf, zeros } from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import { createGenerator, latents } from "../sampling/generate.ts";
import type { Distillation } from "../steps/distillation.ts";
import { noiseDraws } from "../steps/noise-draws.ts";
import { diagnosisStep } from "./diagnosis-step.ts";
import { bandMeans, mean, noiseBands } from "./noise-bands.ts";
import { spread } from "./spread.ts";

type Numbers = Readonly<Record<string, number>>;

/** Tells how the game stands, at draws that are the same at every step and that no training sees. */
export interface Diagnostics {
  measure(step: number): Promise<Numbers>;
  dispose(): Promise<void>;
}

/** Samples that the best fake score is estimated from, where samples have at most so many elements. */
const kernel = { samples: 4_096, elements: 8 } as const;

/** From so many samples on a kernel estimate and its error are to be trusted. */
const enough = 32;

const banded = ["V", "L1", "L2"] as const;

/**
 * Diagnostics of a game whose weights stand in a store:
 *
 * - `diag.V`, `diag.L1`, `diag.L2`, at all noise levels and by `noiseBands`: `diag.V.band0`;
 * - `diag.psiGap`: the fake score's excess loss, over the draws at which the student's other samples lie densely enough to tell the
 *   best one, and `diag.psiGap.coverage`, their share: none where samples have many elements;
 * - `diag.grad.loss`, `diag.grad.L1`, `diag.grad.L2`: gradients in the samples, mean norm;
 * - `diag.spread`: the student's spread beside the data's.
 */
export async function createDiagnostics(
  game: Distillation,
  {
    executor,
    store,
    real,
    random,
    draws: count,
  }: {
    executor: Executor;
    store: Store;
    /** Samples of the data. */
    real: NDArray;
    random: Random;
    /** Draws in all, rounded up to whole batches. */
    draws: number;
  },
): Promise<Diagnostics> {
  const { teacher, student, fakeScore, loss, models: players, batch } = game;
  const batches = Math.ceil(count / batch);
  // Of samples of one class there would be too few to tell the best fake score.
  const hasGap = !fakeScore.output && !game.labels && sizeOf(teacher.shape) <= kernel.elements;
  const others = hasGap ? kernel.samples : 0;
  const total = batches * batch + others;
  const label = game.labels?.(random.child("label"), total);
  const z = latents(student, random.child("z"), total, label);
  const realSpread = spread(real);

  const drawsOf = (samples: NDArray, index: number, step: number): NDArrays => {
    const stream = random.child(`batch.${index}`);
    const progress = Math.max(0, step - 1) / game.steps;
    return {
      xg: rows(samples, index * batch, (index + 1) * batch),
      ...(label && { label: rows(label, index * batch, (index + 1) * batch) }),
      ...noiseDraws(players.student.noise, stream, { batch, shape: teacher.shape, progress }),
      ...(loss.draws && nest("loss", loss.draws(stream.child("loss"), batch))),
      ...(others > 0 && { others: rows(samples, batches * batch, total) }),
    };
  };

  const generator = await createGenerator(executor, store, {
    student,
    weights: players.student.trainable.name,
    shape: teacher.shape,
  });
  const first = drawsOf(zeros([total, ...teacher.shape]), 0, 0);
  const shapes = Object.fromEntries(Object.entries(first).map(([name, { shape }]) => [name, shape]));
  const diagnose = await executor.compile(diagnosisStep(game), store, shapes);

  const measure = async (step: number): Promise<Numbers> => {
    const samples = await generator.generate(z);
    const found: NDArrays[] = [];
    const bands: number[] = [];
    for (let index = 0; index < batches; index++) {
      const draws = drawsOf(samples, index, step);
      const { alphaBar, betaBar } = draws;
      bands.push(...noiseBands({ alphaBar: alphaBar!, betaBar: betaBar! }, teacher.sigmaData));
      found.push(await diagnose.run(draws));
    }
    const values = Object.fromEntries(
      Object.keys(found[0]!).map((name) => [name, Float32Array.from(found.flatMap((each) => [...each[name]!.data]))]),
    );
    return nest("diag", {
      spread: spread(samples) / realSpread,
      ...summaryOf(values, bands),
    });
  };
  return {
    measure,
    dispose: async () => {
      await generator.dispose();
      await diagnose.dispose();
    },
  };
}

/** Values of all draws, `[n]` each, in a few numbers. */
function summaryOf(values: Readonly<Record<string, Float32Array>>, bands: readonly number[]): Numbers {
  const { gap, effective, ...rest } = values;
  const means = Object.fromEntries(Object.entries(rest).map(([name, each]) => [name, mean(each)]));
  const isOneBand = new Set(bands).size === 1;
  const byBand = isOneBand
    ? []
    : banded.flatMap((name) => (rest[name] ? [nest(name, bandMeans(rest[name], bands))] : []));
  const known = gap?.filter((_, i) => effective![i]! >= enough);
  return {
    ...means,
    ...(Object.assign({}, ...byBand) as Numbers),
    ...(known && { "psiGap.coverage": known.length / gap!.length }),
    ...(known && known.length > 0 && { psiGap: mean(known) }),
  };
}
