import { type Denoiser, mapParams, type NDArray, type Params, random, tf, type Teacher } from "@tweedie/core";
import "@tweedie/testing";
import { testStudent } from "@tweedie/testing";
import { edmDenoiser, guidedDenoiser, guidedStudent } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { mlp } from "@tweedie/networks";
import { describe, expect, test } from "vitest";
import denoiserStudent from "./denoiser.ts";
import plugin from "./multistep.ts";

testStudent(plugin);
testStudent(plugin, { shape: [3, 3, 1], options: { init: "random", levels: [4, 1, 0.2] } });
testStudent(plugin, { options: { steps: 2, exit: "even", adapter: { rank: 1 } } });
const conditional = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu", classes: 2 });
testStudent(plugin, { uses: { network: conditional }, options: { init: "random", exit: "even" } });
testStudent(plugin, { uses: { network: conditional }, options: { init: "random", steps: 3, exit: "update" } });

const network = mlp({ shape: [2], width: 16, depth: 2, embedding: 8, activation: "silu" });
const denoiser: Denoiser = edmDenoiser(network, 0.7);
const teacher: Teacher = {
  ...denoiser,
  shape: [2],
  sigmaData: 0.7,
  weights: "trained",
  init: (random) => ({
    ...network.init(random),
    "output.weight": { shape: [16, 2], data: random.child("trained").normal(32) },
  }),
};
const weights = teacher.init(random(0, "teacher"));
const params: Params = mapParams(weights, ({ shape, data }) => tf.tensor(data, [...shape]));
const create = (options: object) => plugin.create(plugin.options.parse(options) as never, network, teacher);
const normal = (shape: readonly number[]) =>
  tf.tensor(random(0, "z").normal(shape.reduce((a, b) => a * b, 1)), [...shape]);

test("starts with the teacher's weights; one step is the sample of students/denoiser", () => {
  const one = denoiserStudent.create(denoiserStudent.options.parse({}) as never, network, teacher);
  const student = create({ steps: 1 });
  const z = normal([10, 1, 2]);
  expect(student.init(random(0, "student"), weights)).toEqual(weights);
  expect(student.generate(params, z)).toBeAllClose(one.generate(params, z.reshape([10, 2])), { atol: 1e-6 });
});

test("another number of steps has the levels of the trained ones, and keeps the weights", () => {
  const student = create({ levels: [2, 1, 0.5, 0.25] });
  expect(student.latentShape).toEqual([4, 2]);
  const two = student.steps!.withCount(2);
  const z = normal([6, 2, 2]);
  expect(two.generate(params, z)).toBeAllClose(create({ levels: [2, 0.5] }).generate(params, z), { atol: 1e-6 });
  expect(two.steps!.withCount(4).generate(params, normal([6, 4, 2]))).toBeAllClose(
    student.generate(params, normal([6, 4, 2])),
    { atol: 1e-6 },
  );
});

test("four steps by default, the first at 2.5", () => {
  const z = normal([6, 4, 2]);
  const sigmas = [4, 3, 2, 1].map((i) => (2.5 / 3.2) * (i / 4)).map((t) => (0.7 * t) / (1 - t));
  expect(create({}).generate(params, z)).toBeAllClose(create({ levels: sigmas }).generate(params, z), { atol: 1e-5 });
});

test("guidance is that of each step, in generation and in training", () => {
  const labelled = mlp({ shape: [2], width: 16, depth: 1, embedding: 8, activation: "silu", classes: 2 });
  const own = mapParams(labelled.init(random(0, "init")), ({ shape, data }, name) =>
    tf.tensor(random(0, name).normal(data.length), [...shape]),
  );
  const student = plugin.create(
    plugin.options.parse({ init: "random", levels: [2, 0.5], exit: "even" }) as never,
    labelled,
    teacher,
  );
  const [z, label] = [normal([6, 2, 2]), tf.tensor1d([0, 1, 0, 1, 1, 0])];
  const guided = guidedStudent(student, 2.5);
  const { epsilon } = guidedDenoiser(edmDenoiser(labelled, 0.7), 2.5);
  const step = (xt: Tensor, sigma: number) =>
    xt.sub(epsilon(own, xt, { alphaBar: tf.ones([6, 1]), betaBar: tf.fill([6, 1], sigma) }, label).mul(sigma));
  const [z1, z2] = z.unstack(1) as [Tensor, Tensor];
  const samples = [step(z1.mul(2), 2), step(step(z1.mul(2), 2).add(z2.mul(0.5)), 0.5)] as const;
  expect(guided.generate(own, z, label)).toBeAllClose(samples[1], { atol: 1e-4 });
  const input = { z, label, draws: {}, weights: own };
  const odd = tf.tensor2d([0, 1, 0, 1, 0, 1], [6, 1]);
  const inTurn = samples[0].mul(odd.neg().add(1)).add(samples[1].mul(odd));
  expect([student.evaluations, guided.evaluations, guided.steps!.withCount(3).evaluations]).toEqual([2, 4, 6]);
  expect(guided.steps!.generate(own, input)).toBeAllClose(inTurn, { atol: 1e-4 });
});

describe("steps of the training", () => {
  const iterations = Array.from({ length: 600 }, (_, i) => i);
  const stepsOf = (exit: string, iteration: number, update: string): number[] => {
    const streams = { iteration: random(0, "steps", iteration), update: random(0, update, iteration) };
    const { exits } = create({ steps: 3, exit }).steps!.draws(streams, 4) as { exits: NDArray };
    expect(exits.shape).toEqual([4, 3]);
    return Array.from({ length: 4 }, (_, i) => exits.data.slice(3 * i, 3 * i + 3).indexOf(1));
  };

  test("even: each step in turn", () => expect(stepsOf("even", 1, "student")).toEqual([0, 1, 2, 0]));

  test.each(["iteration", "update"])("%s: one step for the batch, each as often as the others", (exit) => {
    const steps = iterations.map((i) => stepsOf(exit, i, "student"));
    expect(steps.every((of) => of.every((step) => step === of[0]))).toBe(true);
    for (const k of [0, 1, 2]) expect(Math.abs(steps.filter(([of]) => of === k).length - 200)).toBeLessThan(60);
  });

  test("iteration: the step is that of all updates; update: each has its own", () => {
    const differing = (exit: string) =>
      iterations.filter((i) => stepsOf(exit, i, "student")[0] !== stepsOf(exit, i, "fakeScore")[0]).length;
    expect(differing("iteration")).toBe(0);
    expect(Math.abs(differing("update") - 400)).toBeLessThan(60);
  });
});

test.each([
  [{ levels: [1, 2] }, "the noise levels must decrease"],
  [{ levels: [2, 1], steps: 2 }, "`levels` states the steps and their noise"],
  [{ levels: [2, 1], sigmaInit: 2 }, "`levels` states the steps and their noise"],
])("refuses %o", (options, message) => {
  expect(plugin.options.safeParse(options).error!.issues[0]!.message).toContain(message);
});
