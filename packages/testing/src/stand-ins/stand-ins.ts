import {
  ndarray,
  sizeOf,
  type Dataset,
  type LabelledDraws,
  type LossStrategy,
  type Mixture,
  type Network,
  type NoiseSchedule,
  type Roles,
  type SharedRole,
  type Student,
  type Teacher,
} from "@tweedie/core";
import { edmDenoiser, squaredNorm } from "@tweedie/diffusion";

/** A small object for every role that a plugin may use: two Gaussian modes, and networks of one linear layer. */
export function standIns(shape: readonly number[] = [2]): Pick<Roles, SharedRole> {
  const size = sizeOf(shape);
  const constant = (value: number) => new Array<number>(size).fill(value);
  const mixture: Mixture = { means: [constant(-0.6), constant(0.8)], weights: [0.5, 0.5], std: 0.3 };

  const draw: LabelledDraws["sample"] = (random, count) => {
    const modes = random.integers(count, mixture.means.length);
    const noise = random.normal(count * size);
    const addMean = (x: number, i: number) => mixture.means[modes[Math.floor(i / size)]!]![i % size]! + mixture.std * x;
    const labels = ndarray([count], Float32Array.from(modes));
    return { samples: ndarray([count, ...shape], noise.map(addMean)), labels };
  };
  const sample: Dataset["sample"] = (random, count) => draw(random, count).samples;
  const labelled: LabelledDraws = { classes: mixture.means.length, sample: draw, heldOut: draw };
  const sigmaData = Math.sqrt(0.7 ** 2 + 0.3 ** 2);
  const data: Dataset = { shape, sigmaData, mixture, sample, heldOut: sample, labelled };

  const schedule: NoiseSchedule = { amplitudes: (t) => ({ alphaBar: 1, betaBar: t }), timeOf: (sigma) => sigma };

  const network: Network = {
    shape,
    init: (random) => ({
      weight: ndarray([size, size], random.child("weight").normal(size * size)),
      noise: ndarray([1, size], random.child("noise").normal(size)),
    }),
    forward: ({ weight, noise }, x, level) =>
      x
        .reshape([-1, size])
        .matMul(weight!)
        .add(level.reshape([-1, 1]).matMul(noise!))
        .reshape(x.shape),
  };

  const fakeScore = { ...edmDenoiser(network, data.sigmaData), init: network.init };
  const teacher: Teacher = { ...fakeScore, shape, sigmaData: data.sigmaData, weights: "trained", network };
  const student: Student = {
    latentShape: shape,
    init: network.init,
    generate: ({ weight }, z) => z.reshape([-1, size]).matMul(weight!).reshape(z.shape),
  };
  const loss: LossStrategy = { student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)) };

  return { data, schedule, network, teacher, student, fakeScore, loss };
}
