import type { Scalar, Tensor } from "@tensorflow/tfjs";
import {
  type Denoiser,
  type Level,
  type LossStrategy,
  mapParams,
  ndarray,
  type NDArray,
  type NDArrays,
  nest,
  type Params,
  type Random,
  random,
  tf,
  under,
} from "@tweedie/core";
import { addNoise, detach, edmDenoiser, levelOf, squaredNorm, x0FromEps } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import { adamMoments, adamScalars, adamUpdate, mlp } from "@tweedie/networks";
import l2 from "@tweedie/plugin-sid/l2";

/** One SiD update, of the fake score and then of the student, both with Adam: its first state, and its draws. */
export interface SidStep {
  readonly step: StepFunction;
  readonly state: NDArrays;
  draws(round: number): NDArrays;
}

const sigmaData = 0.7;
const sigmaInit = 2.5;
const betas = { beta1: 0, beta2: 0.999 };

/** On the plane, with one residual MLP for all three networks. */
export function sidStep({ batch, width, depth }: { batch: number; width: number; depth: number }): SidStep {
  const network = mlp({ shape: [2], width, depth, embedding: 32, activation: "silu" });
  const denoiser = edmDenoiser(network, sigmaData);
  const loss = l2.create({ lambda: 0.5 });

  const step: StepFunction = (state, draws) => {
    const [forFakeScore, forStudent] = [under("fakeScore", draws), under("student", draws)];
    const first = learn("fakeScore", state, draws, (psi) => fakeScoreLoss(denoiser, state, forFakeScore, psi));
    const next = { ...state, ...first.state };
    const second = learn("student", next, draws, (theta) => studentLoss(denoiser, loss, next, forStudent, theta));
    return {
      state: { ...first.state, ...second.state },
      outputs: { fakeScore: first.value, student: second.value },
    };
  };
  // All weights at random: as they begin, most of their gradients are zero.
  const weights = (purpose: string): Params<NDArray> =>
    mapParams(network.init(random(0, purpose)), ({ shape, data }, name) => {
      const numbers = random(0, `${purpose}.${name}`).normal(data.length);
      return ndarray(shape, numbers.map((x) => x / Math.sqrt(shape[0]!))); // prettier-ignore
    });
  const trained = (name: string) => ({
    ...nest(name, weights(name)),
    ...nest(`adam.${name}`, adamMoments(weights(name), betas)),
  });
  return {
    step,
    state: { ...nest("teacher", weights("teacher")), ...trained("fakeScore"), ...trained("student") },
    draws: (round) => ({
      ...nest("fakeScore", batchDraws(random(0, "fakeScore", round), batch)),
      ...nest("student", batchDraws(random(0, "student", round), batch)),
      ...adamScalars(round, { ...betas, learningRate: 1e-4, epsilon: 1e-8 }),
    }),
  };
}

function batchDraws(stream: Random, batch: number): NDArrays {
  const normal = (name: string) => ndarray([batch, 2], stream.child(name).normal(2 * batch));
  const levels = stream.child("levels").uniform(batch);
  return {
    z: normal("z"),
    eps: normal("eps"),
    alphaBar: ndarray([batch], levels.map((u) => Math.sqrt(1 - u))), // prettier-ignore
    betaBar: ndarray([batch], levels.map(Math.sqrt)), // prettier-ignore
  };
}

/** `g(z) = D(sigmaInit z, sigmaInit)`. */
function generate(denoiser: Denoiser, theta: Params, z: Tensor): Tensor {
  const ones = tf.ones([z.shape[0]!, 1]);
  const level = { alphaBar: ones, betaBar: ones.mul(sigmaInit) };
  const xt = z.mul(sigmaInit);
  return x0FromEps(denoiser.epsilon(theta, xt, level), xt, level);
}

function fakeScoreLoss(denoiser: Denoiser, state: Params, { z, eps, alphaBar, betaBar }: Params, psi: Params): Tensor {
  const level = levelOf(alphaBar!, betaBar!, 2);
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
  const level = levelOf(alphaBar!, betaBar!, 2);
  const xg = generate(denoiser, theta, z!);
  const xt = addNoise(xg, eps!, level);
  const epsTeacher = denoiser.epsilon(under("teacher", state), xt, level);
  const fakeScore = (xt: Tensor, level: Level) => denoiser.epsilon(under("fakeScore", state), xt, level);
  const epsFake = fakeScore(xt, level);
  return loss.student({ xg, xt, eps: eps!, level, epsTeacher, epsFake, fakeScore, draws: {} }).mean();
}

/** One step of Adam on a network of the state. */
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
