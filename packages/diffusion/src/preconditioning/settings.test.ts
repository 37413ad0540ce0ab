import { tf, type Level, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient, gaussianDenoiser } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { levelOf } from "../levels/level.ts";
import { preconditionedDenoiser } from "./preconditioning.ts";
import { iddpmSigmas } from "./published.ts";
import { schedulerSigmas } from "./scheduler-table.ts";
import { preconditioningOf, type PreconditioningSettings } from "./settings.ts";

const table = { schedule: "linear", steps: 1_000, betaStart: 1e-4, betaEnd: 0.02, zeroTerminalSignal: false } as const;
const cosine = { c1: 0.001, c2: 0.008, steps: 1_000 };

/** The functions of sigma in the papers. */
interface Coefficients {
  readonly skip: (sigma: number) => number;
  readonly out: (sigma: number) => number;
  readonly input: (sigma: number) => number;
}

const unit = (sigma: number) => 1 / Math.sqrt(sigma ** 2 + 1);
const eps: Coefficients = { skip: () => 1, out: (sigma) => -sigma, input: unit };
const total = (sigma: number) => Math.sqrt(sigma ** 2 + 0.25);
const kinds: readonly (readonly [string, PreconditioningSettings, Coefficients])[] = [
  [
    "EDM",
    { kind: "edm", sigmaData: 0.5 },
    {
      skip: (sigma) => 0.25 / total(sigma) ** 2,
      out: (sigma) => (sigma * 0.5) / total(sigma),
      input: (sigma) => 1 / total(sigma),
    },
  ],
  ["VP", { kind: "vp", betaD: 19.9, betaMin: 0.1, steps: 1_000 }, eps],
  ["VE", { kind: "ve" }, { skip: () => 1, out: (sigma) => sigma, input: () => 1 }],
  ["improved DDPM", { kind: "iddpm", ...cosine }, eps],
  ["discrete eps", { kind: "discrete", prediction: "epsilon", ...table }, eps],
  [
    "discrete v",
    { kind: "discrete", prediction: "v", ...table },
    { skip: (sigma) => unit(sigma) ** 2, out: (sigma) => -sigma * unit(sigma), input: unit },
  ],
  [
    "discrete sample",
    { kind: "discrete", prediction: "sample", ...table },
    { skip: () => 0, out: () => 1, input: unit },
  ],
  [
    "flow",
    { kind: "flow", timeScale: 1 },
    {
      skip: (sigma) => 1 / (1 + sigma),
      out: (sigma) => -sigma / (1 + sigma),
      input: (sigma) => 1 / (1 + sigma),
    },
  ],
];

const sigmas = [0.05, 0.7, 12];
const column = (numbers: readonly number[]) => tf.tensor2d(numbers.map((number) => [number]));
/** The noise levels, of a schedule with and without a change of the signal's amplitude. */
const levels: readonly (readonly [string, Level])[] = [
  ["alphaBar 1", [1, 1, 1]],
  ["other amplitudes", [0.9, 0.5, 0.01]],
].map(([name, signals]) => {
  const alphaBar = tf.tensor1d(signals as number[]);
  return [name as string, levelOf(alphaBar, alphaBar.mul(tf.tensor1d(sigmas)), 2)];
});

describe.each(kinds)("preconditioning of %s", (_, settings, { skip, out, input }) => {
  const preconditioning = preconditioningOf(settings);
  const x = [0.3, -1.4, 9];

  test.each(levels)("is cSkip x + cOut F(cIn x), as published, at %s", (_, level) => {
    const f = [0.8, -0.2, 0.5];
    const xt = column(x).mul(level.alphaBar);
    expect(preconditioning.input(xt, level)).toBeAllClose(column(sigmas.map((sigma, i) => input(sigma) * x[i]!)));
    const predicted = sigmas.map((sigma, i) => (x[i]! - (skip(sigma) * x[i]! + out(sigma) * f[i]!)) / sigma);
    expect(preconditioning.epsilon(column(f), xt, level)).toBeAllClose(column(predicted), { atol: 1e-5, rtol: 1e-5 });
  });

  test.each(levels)("the output of a predicted noise predicts it, at %s", (_, level) => {
    const noise = column([0.8, -0.2, 0.5]);
    const xt = column(x).mul(level.alphaBar);
    const output = preconditioning.output(noise, xt, level);
    expect(preconditioning.epsilon(output, xt, level)).toBeAllClose(noise, { atol: 1e-5, rtol: 1e-5 });
  });

  test.each(levels)("the network that denoises Gaussian data predicts their noise, at %s", (_, level) => {
    const variance = 0.6;
    const factors = sigmas.map((sigma) => {
      const denoised = variance / (variance + sigma ** 2);
      return (denoised - skip(sigma)) / (out(sigma) * input(sigma));
    });
    const network: Pick<Network, "forward"> = { forward: (_, inputs: Tensor) => inputs.mul(column(factors)) };
    const xt = column(x).mul(level.alphaBar);
    const gaussian = gaussianDenoiser([1]).epsilon(
      { mean: tf.zeros([1]), std: tf.scalar(Math.sqrt(variance)) },
      xt,
      level,
    );
    const predicted = preconditionedDenoiser(network, preconditioning).epsilon({}, xt, level);
    expect(predicted).toBeAllClose(gaussian, { atol: 1e-5, rtol: 1e-4 });
  });

  test("gradients are finite differences", () => {
    const network: Pick<Network, "forward"> = {
      forward: (_, inputs, noise) => inputs.sin().add(noise.reshape([-1, 1]).mul(0.001)),
    };
    const level = levelOf(tf.ones([3]), tf.tensor1d([0.5, 1, 2]), 2);
    expectGradient(
      ({ xt }) => preconditionedDenoiser(network, preconditioning).epsilon({}, xt!, level).square().sum(),
      { xt: column([0.3, -1, 0.8]) },
    );
  });
});

const noiseAt = (settings: PreconditioningSettings, sigmas: readonly number[]) =>
  preconditioningOf(settings).noise(levelOf(tf.ones([sigmas.length]), tf.tensor1d([...sigmas]), 4));
const settingsOf = (name: string) => kinds.find(([each]) => each === name)![1];

describe("the number that conditions the network", () => {
  test("of EDM is ln(sigma) / 4, and of VE ln(sigma / 2)", () => {
    expect(noiseAt(settingsOf("EDM"), sigmas)).toBeAllClose(sigmas.map((sigma) => Math.log(sigma) / 4));
    expect(noiseAt(settingsOf("VE"), sigmas)).toBeAllClose(sigmas.map((sigma) => Math.log(sigma / 2)));
  });

  test("of VP is 999 times the time at which that noise level is reached", () => {
    const times = [0.1, 0.5, 1];
    const reached = times.map((t) => Math.sqrt(Math.expm1(0.5 * 19.9 * t ** 2 + 0.1 * t)));
    expect(noiseAt(settingsOf("VP"), reached)).toBeAllClose(
      times.map((t) => 999 * t),
      { rtol: 1e-4 },
    );
  });

  test("of improved DDPM is the step whose noise level is nearest", () => {
    const ascending = iddpmSigmas(cosine);
    const steps = [0, 7, 500, 998];
    for (const offset of [-0.4, 0, 0.4]) {
      const near = steps.map((step) => {
        const neighbour = ascending[step + 1 + Math.sign(offset)]!;
        return ascending[step + 1]! + Math.abs(offset) * (neighbour - ascending[step + 1]!);
      });
      expect([...noiseAt(settingsOf("improved DDPM"), near).dataSync()]).toEqual(steps);
    }
  });

  test("of discrete steps is the step, linear between the noise levels and constant beyond them", () => {
    const levels = schedulerSigmas(table);
    const at = [0, 1, 400, 999].map((step) => levels[step]!);
    expect(noiseAt(settingsOf("discrete eps"), at)).toBeAllClose([0, 1, 400, 999], { atol: 1e-3 });
    const between = (levels[700]! + levels[701]!) / 2;
    expect(noiseAt(settingsOf("discrete v"), [between, 1e-4, 1e4])).toBeAllClose([700.5, 0, 999], { atol: 1e-3 });
  });

  test("of a flow is its time", () => {
    expect(noiseAt({ kind: "flow", timeScale: 1_000 }, [1 / 3, 1, 9])).toBeAllClose([250, 500, 900]);
  });
});
