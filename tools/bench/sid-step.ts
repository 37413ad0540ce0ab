import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import {
  type Denoiser,
  type Level,
  type LossStrategy,
  mapParams,
  ndarray,
  type NDArray,
  type NDArrays,
  type Network,
  nest,
  type Params,
  type Random,
  random,
  scalar,
  sizeOf,
  tf,
  under,
} from "@tweedie/core";
import { addNoise, detach, edmDenoiser, levelOf, squaredNorm, x0FromEps } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import { adamMoments, adamScalars, adamUpdate, updateEma } from "@tweedie/networks";
import l2 from "@tweedie/plugin-sid/l2";

/** One SiD iteration: the fake score's update, the student's, both with Adam, and the student's average; its initial state and its draws. */
export interface SidStep {
  readonly step: StepFunction;
  readonly state: NDArrays;
  draws(iteration: number): NDArrays;
}

const sigmaData = 0.7;
const sigmaInit = 2.5;
const betas = { beta1: 0, beta2: 0.999 };

/** Creates the step with one network architecture for all three models. */
export function sidStep({ network, batch }: { readonly network: Network; readonly batch: number }): SidStep {
  const { shape } = network;
  const denoiser = edmDenoiser(network, sigmaData);
  const loss = l2.create({ lambda: 0.5 });

  const step: StepFunction = (state, draws) => {
    const [forFakeScore, forStudent] = [under("fakeScore", draws), under("student", draws)];
    const first = learn("fakeScore", state, draws, (psi) => fakeScoreLoss(denoiser, state, forFakeScore, psi));
    const next = { ...state, ...first.state };
    const second = learn("student", next, draws, (theta) => studentLoss(denoiser, loss, next, forStudent, theta));
    const average = updateEma(under("ema.student", state), under("student", second.state), draws["decay"]!);
    return {
      state: { ...first.state, ...second.state, ...nest("ema.student", average) },
      outputs: { fakeScore: first.value, student: second.value },
    };
  };
  // All weights are random: with the usual initial zeros most gradients would be zero.
  const weights = (purpose: string): Params<NDArray> =>
    mapParams(network.init(random(0, purpose)), ({ shape, data }, name) => {
      const numbers = random(0, `${purpose}.${name}`).normal(data.length);
      const inputs = sizeOf(shape.slice(0, -1));
      return ndarray(shape, numbers.map((x) => (shape.length > 1 ? x / Math.sqrt(inputs) : 1 + x / 10))); // prettier-ignore
    });
  const trained = (name: string) => ({
    ...nest(name, weights(name)),
    ...nest(`adam.${name}`, adamMoments(weights(name), betas)),
  });
  return {
    step,
    state: {
      ...nest("teacher", weights("teacher")),
      ...trained("fakeScore"),
      ...trained("student"),
      ...nest("ema.student", weights("student")),
    },
    draws: (iteration) => ({
      ...nest("fakeScore", batchDraws(random(0, "fakeScore", iteration), [batch, ...shape])),
      ...nest("student", batchDraws(random(0, "student", iteration), [batch, ...shape])),
      decay: scalar(0.999),
      ...adamScalars(iteration, { ...betas, learningRate: 1e-4, epsilon: 1e-8 }),
    }),
  };
}

function batchDraws(stream: Random, shape: readonly number[]): NDArrays {
  const [batch] = shape as [number];
  const normal = (name: string) => ndarray(shape, stream.child(name).normal(sizeOf(shape)));
  const levels = stream.child("levels").uniform(batch);
  return {
    z: normal("z"),
    eps: normal("eps"),
    alphaBar: ndarray([batch], levels.map((u) => Math.sqrt(1 - u))), // prettier-ignore
    betaBar: ndarray([batch], levels.map(Math.sqrt)), // prettier-ignore
  };
}

/** Student `g(z) = D(sigmaInit z, sigmaInit)`. */
function generate(denoiser: Denoiser, theta: Params, z: Tensor): Tensor {
  const ones = tf.ones([z.shape[0]!, ...z.shape.slice(1).fill(1)]);
  const level = { alphaBar: ones, betaBar: ones.mul(sigmaInit) };
  const xt = z.mul(sigmaInit);
  return x0FromEps(denoiser.epsilon(theta, xt, level), xt, level);
}

function fakeScoreLoss(denoiser: Denoiser, state: Params, { z, eps, alphaBar, betaBar }: Params, psi: Params): Tensor {
  const level = levelOf(alphaBar!, betaBar!, eps!.rank);
  const xg = detach(generate(denoiser, under("student", state), z!));
  const xt = addNoise(xg, eps!, level);
  return squaredNorm(denoiser.epsilon(psi, xt, level).sub(eps!)).mean();
}

function studentLoss(
  denoiser: Denoiser,
  loss: LossStrategy,
  state: Params,
  { z, eps, alphaBar, betaBar }: Params,
  theta: Params,
): Tensor {
  const level = levelOf(alphaBar!, betaBar!, eps!.rank);
  const xg = generate(denoiser, theta, z!);
  const xt = addNoise(xg, eps!, level);
  const epsTeacher = denoiser.epsilon(under("teacher", state), xt, level);
  const fakeScore = (xt: Tensor, level: Level) => denoiser.epsilon(under("fakeScore", state), xt, level);
  const epsFake = fakeScore(xt, level);
  return loss.student({ xg, xt, eps: eps!, level, epsTeacher, epsFake, fakeScore, draws: {} }).mean();
}

/** One Adam step of a network in the state. */
function learn(name: string, state: Params, { stepSize, epsilon }: Params, objective: (weights: Params) => Tensor) {
  const weights = under(name, state);
  const names = Object.keys(weights);
  const named = (tensors: readonly Tensor[]): Params => Object.fromEntries(names.map((each, i) => [each, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => objective(named(tensors)) as Scalar)(
    Object.values(weights),
  );
  const scalars = { stepSize: stepSize!, epsilon: epsilon! };
  const next = adamUpdate({
    weights,
    gradients: named(grads),
    moments: under(`adam.${name}`, state),
    scalars,
    ...betas,
  });
  return { value, state: { ...nest(name, next.weights), ...nest(`adam.${name}`, next.moments) } };
}
