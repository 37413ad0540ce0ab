import {
  type Dataset,
  type Level,
  ndarray,
  type NDArrays,
  nest,
  type NoiseSchedule,
  type Params,
  type Random,
  sizeOf,
  type TimeLaw,
  TweedieError,
  under,
} from "@tweedie/core";
import { addNoise, drawLevels, levelOf } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Noised samples that a discriminator reads, with labels of their own. */
export interface NoisedSamples {
  readonly xt: Tensor;
  readonly level: Level;
  /** Omitted: the labels of the batch. */
  readonly label?: Tensor | undefined;
}

/** The parts of a batch of either network that real and generated samples are taken from. */
interface Batch {
  readonly xg: Tensor;
  readonly xt: Tensor;
  readonly eps: Tensor;
  readonly level: Level;
  readonly draws: Params;
  augment?(x: Tensor): Tensor;
}

/** Source of the samples of a discriminator. */
export interface DiscriminatorInputs {
  draws(random: Random, count: number): NDArrays;
  generated(batch: Batch): NoisedSamples;
  real(batch: Batch): NoisedSamples;
}

/**
 * Samples that a discriminator reads: with the noise and the levels of the batch, or with levels of a time law and noise of their own, drawn for
 * real and for generated samples separately.
 *
 * @throws TweedieError if the levels of the time law change over the training.
 */
export function discriminatorInputs(data: Dataset, schedule: NoiseSchedule, time?: TimeLaw): DiscriminatorInputs {
  if (time?.level && time.level.from !== time.level.to) {
    const what = "the levels of this time law change over the training, which the discriminator does not follow";
    throw new TweedieError({
      where: "loss.time",
      what,
      fix: "leave out `time`: the discriminator then reads the levels of the batch",
    });
  }
  const noise = (random: Random, count: number): NDArrays => ({
    eps: ndarray([count, ...data.shape], random.child("eps").normal(count * sizeOf(data.shape))),
    ...drawLevels(time!, schedule, random.child("time"), count),
  });
  return {
    draws: (random, count) => ({
      ...nest("real", realSamples(data, random.child("real"), count)),
      ...(time && nest("real.noise", noise(random.child("real.noise"), count))),
      ...(time && nest("generated.noise", noise(random.child("generated.noise"), count))),
    }),
    generated({ xg, xt, level, draws }) {
      return time ? noised(xg, under("generated.noise", draws)) : { xt, level };
    },
    real({ eps, level, draws, augment = (x) => x }) {
      const x = augment(draws["real.x0"]!);
      const label = draws["real.label"];
      return time ? { ...noised(x, under("real.noise", draws)), label } : { xt: addNoise(x, eps, level), level, label };
    },
  };
}

function realSamples({ labelled, ...data }: Dataset, random: Random, count: number): NDArrays {
  if (!labelled) return { x0: data.sample(random, count) };
  const { samples, labels } = labelled.sample(random, count);
  return { x0: samples, label: labels };
}

function noised(x: Tensor, { eps, alphaBar, betaBar }: Params): NoisedSamples {
  const level = levelOf(alphaBar!, betaBar!, x.rank);
  return { xt: addNoise(x, eps!, level), level };
}
