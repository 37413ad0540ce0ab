import { mapParams, type NDArray, type Params, random, tf } from "@tweedie/core";
import { addNoise, levelOf } from "@tweedie/diffusion";
import { derivative, finiteDifference, make, testDenoiser } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import dde from "./energies.ts";
import energyKl from "./energy-kl.ts";

const small = { width: 5, depth: 2, embedding: 4 };

testDenoiser(dde, { options: small });
testDenoiser(dde, { options: { ...small, activation: "sin" }, shape: [3, 3, 1] });
testDenoiser(dde, { options: { ...small, activation: "silu" } });

type Numbers = Readonly<Record<string, readonly number[]>>;

const activations = {
  silu: (x: number) => x / (1 + Math.exp(-x)),
  softplus: (x: number) => Math.log1p(Math.exp(x)),
  sin: Math.sin,
  square: (x: number) => x * x,
};
type Activation = keyof typeof activations;

/** `x W + b`, in float64. */
const linear = (weights: Numbers, name: string, x: readonly number[]): number[] => {
  const weight = weights[`${name}.weight`]!;
  const outputs = weight.length / x.length;
  return Array.from({ length: outputs }, (_, j) =>
    x.reduce((sum, value, i) => sum + value * weight[i * outputs + j]!, weights[`${name}.bias`]?.[j] ?? 0),
  );
};
const plus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!);

interface EnergySettings {
  readonly alphaBar: number;
  readonly betaBar: number;
  readonly sigmaData: number;
  readonly activation: Activation;
}

/** Energy of a point in the plane, in float64, independent of the plugin's code. */
function energy(weights: Numbers, xt: readonly number[], settings: EnergySettings): number {
  const { alphaBar, betaBar, sigmaData, activation } = settings;
  const act = (h: readonly number[]) => h.map(activations[activation]);
  const [s, sigma] = [Math.hypot(betaBar, alphaBar * sigmaData), betaBar / alphaBar];
  const noise = Math.log(sigma) / 4;
  const features = [Math.sin(noise), Math.sin(8 * noise), Math.cos(noise), Math.cos(8 * noise)];
  const x = xt.map((value) => value / s);
  let h = linear(weights, "input", x);
  for (let i = 0; i < small.depth; i++) {
    const y = plus(linear(weights, `blocks.${i}.inner`, act(h)), linear(weights, `blocks.${i}.noise`, features));
    h = plus(h, linear(weights, `blocks.${i}.outer`, act(y)));
  }
  const [net] = linear(weights, "output", act(h));
  return (sigmaData / sigma) * net! - x.reduce((sum, value) => sum + value * value, 0) / 2;
}

const levels = [
  { alphaBar: 1, betaBar: 0.3 },
  { alphaBar: 0.8, betaBar: 0.6 },
  { alphaBar: 0.2, betaBar: 0.9 },
];
const sigmaData = Math.sqrt(0.7 ** 2 + 0.3 ** 2); // of the stand-in data
const sixNumbers = (purpose: string) => [...random(0, purpose).normal(6)];
const pairs = (flat: readonly number[]) => [0, 2, 4].map((i) => flat.slice(i, i + 2));

describe.each(Object.keys(activations) as Activation[])("with %s", (activation) => {
  const energies = make(dde, { options: { ...small, activation } });
  const params = mapParams(energies.init(random(0, "init"), {}), ({ shape, data }, name) => {
    const noise = random(0, name).normal(data.length);
    return { shape, data: data.map((value, i) => 0.7 * value + 0.2 * noise[i]!) };
  });
  const tensors = mapParams(params, ({ shape, data }) => tf.tensor(data, [...shape]));
  const level = levelOf(tf.tensor1d(levels.map((l) => l.alphaBar)), tf.tensor1d(levels.map((l) => l.betaBar)), 2);
  const [xg, real, epsFake, epsReal] = ["xg", "real", "eps", "noise"].map(sixNumbers);
  const weightsOf = (prefix: string, from: Params<NDArray> = params): Numbers =>
    Object.fromEntries(
      Object.entries(from)
        .filter(([name]) => name.startsWith(`${prefix}.`))
        .map(([name, { data }]) => [name.slice(prefix.length + 1), [...data]]),
    );
  const noised = (clean: readonly number[], noise: readonly number[]) =>
    pairs(clean).map((x, i) => x.map((v, j) => levels[i]!.alphaBar * v + levels[i]!.betaBar * pairs(noise)[i]![j]!));

  test("the energies equal those of the same network in float64", () => {
    const xt = noised(xg!, epsFake!);
    const exact = xt.flatMap((x, i) =>
      ["fake", "real"].map((name) => energy(weightsOf(name), x, { ...levels[i]!, sigmaData, activation })),
    );
    const got = energies.epsilon(tensors, tf.tensor2d(xt), level);
    expect(got.shape).toEqual([3, 2]);
    expect(got.flatten()).toBeAllClose(exact, { atol: 1e-4, rtol: 1e-4 });
  });

  /** Score matching of one energy, with its score by finite differences. */
  const scoreMatching = (weights: Numbers, clean: readonly number[], noise: readonly number[]): number =>
    noised(clean, noise).reduce((sum, x, i) => {
      const score = finiteDifference((x) => energy(weights, x, { ...levels[i]!, sigmaData, activation }), x);
      const errors = score.map((slope, j) => levels[i]!.betaBar * slope + pairs(noise)[i]![j]!);
      return sum + errors.reduce((sum, error) => sum + error * error, 0);
    }, 0);

  const objective = (weights: Params): Tensor => {
    const [x, eps] = [tf.tensor2d(xg!, [3, 2]), tf.tensor2d(epsFake!, [3, 2])];
    const xt = addNoise(x, eps, level);
    const fakeScore = (x: Tensor) => energies.epsilon(weights, x, level);
    const draws = { real: tf.tensor2d(real!, [3, 2]), eps: tf.tensor2d(epsReal!, [3, 2]) };
    const batch = { xg: x, xt, eps, level, epsFake: fakeScore(xt), fakeScore, teacher: tf.zerosLike, draws };
    return make(energyKl).fakeScore!(batch).sum();
  };

  test("score matching equals that by finite differences", () => {
    const exact = scoreMatching(weightsOf("fake"), xg!, epsFake!) + scoreMatching(weightsOf("real"), real!, epsReal!);
    expect(objective(tensors)).toBeAllClose(exact, { rtol: 1e-4 });
  });

  test("the gradient of score matching, a second derivative of the energies, equals finite differences along each tensor", () => {
    const names = Object.keys(params);
    const gradients = tf.grads((...weights: Tensor[]) =>
      objective(Object.fromEntries(names.map((name, i) => [name, weights[i]!]))),
    )(Object.values(tensors));
    names.forEach((name, i) => {
      const [prefix, ...rest] = name.split(".");
      const weights = weightsOf(prefix!);
      const [clean, noise] = prefix === "fake" ? [xg!, epsFake!] : [real!, epsReal!];
      const weight = weights[rest.join(".")]!;
      const direction = [...random(0, `direction of ${name}`).normal(weight.length)];
      const exact = derivative((t) => {
        const moved = weight.map((value, j) => value + t * direction[j]!);
        return scoreMatching({ ...weights, [rest.join(".")]: moved }, clean, noise);
      }, 0);
      const slope = [...gradients[i]!.dataSync()].reduce((sum, g, j) => sum + g * direction[j]!, 0);
      expect(slope, name).toBeAllClose(exact, { atol: 1e-3, rtol: 1e-3 });
    });
  });
});

test("initially both energies are that of a Gaussian", () => {
  const energies = make(dde);
  const weights = mapParams(energies.init(random(0, "init"), {}), ({ shape, data }) => tf.tensor(data, [...shape]));
  const level = levelOf(tf.tensor1d([0.8]), tf.tensor1d([0.6]), 2);
  const [gaussian] = [-(0.3 ** 2 + 1.1 ** 2) / (2 * ((0.8 * sigmaData) ** 2 + 0.6 ** 2))];
  expect(energies.epsilon(weights, tf.tensor2d([[0.3, -1.1]]), level).flatten()).toBeAllClose([gaussian, gaussian]);
});
