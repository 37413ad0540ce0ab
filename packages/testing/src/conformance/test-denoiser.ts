import { nest, random, tf, under, type FakeScore, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart } from "../expectations/expect-model.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal, someLabels, someLevels } from "../stand-ins/scored-batch.ts";
import { standIns } from "../stand-ins/stand-ins.ts";
import { modelParams, perturbed, tensorsOf } from "../stand-ins/weights.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

type DenoiserPlugin = Plugin<"teacher"> | Plugin<"fakeScore">;

/** Tests the contract of a teacher or a fake score, whether it predicts the noise or declares another output. */
export function testDenoiser(plugin: DenoiserPlugin, setup: Setup = {}): void {
  describe("denoiser", () => {
    testOptions(plugin, setup);
    testPrediction(inputsOf(plugin, setup));
    testGradients(plugin, setup, inputsOf(plugin, setup));
  });
}

/** The denoiser with its weights, and a batch of four samples. */
function inputsOf(plugin: DenoiserPlugin, setup: Setup) {
  const roles = { ...standIns(setup.shape), ...setup.uses };
  const { shape } = roles.data;
  const denoiser = (): FakeScore => make<"teacher" | "fakeScore">(plugin, setup);
  const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
  const initial = () => denoiser().init(random(0, "init"), teacherWeights());
  return {
    denoiser,
    teacherWeights,
    initial,
    params: () => modelParams(teacherWeights(), denoiser(), tensorsOf(initial())),
    xt: () => normal("xt", [4, ...shape]),
    level: () => someLevels(shape.length + 1),
    labels: () => someLabels(denoiser()),
  };
}

type Inputs = ReturnType<typeof inputsOf>;

function testPrediction({ denoiser, teacherWeights, params, xt, level, labels }: Inputs): void {
  test("the same stream initialises the same weights", () =>
    expectSameDraw((stream) => denoiser().init(stream, teacherWeights())));

  test("the output is finite and has the shape of the batch, or the declared size", () => {
    const { output, epsilon } = denoiser();
    const eps = epsilon(params(), xt(), level(), labels());
    expect(eps.shape).toEqual(output ? [4, output.size] : xt().shape);
    expect([...eps.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test("is a pure function", () => {
    const [own, x, l, label] = [params(), xt(), level(), labels()];
    expectPure(() => denoiser().epsilon(own, x, l, label));
  });

  test("compiles, with its gradients", () =>
    expectCompiled((inputs) => denoiser().epsilon(under("params", inputs), inputs.xt!, level(), labels()), {
      ...nest("params", params()),
      xt: xt(),
    }));

  test("treats samples independently", () => {
    const own = params();
    const { alphaBar, betaBar } = level();
    const inputs = [xt(), alphaBar, betaBar, labels()].filter((tensor) => tensor !== undefined);
    expectSamplesApart(inputs, (x, alphaBar, betaBar, label) =>
      denoiser().epsilon(own, x!, { alphaBar: alphaBar!, betaBar: betaBar! }, label),
    );
  });
}

function testGradients(plugin: DenoiserPlugin, setup: Setup, inputs: Inputs): void {
  const { denoiser, teacherWeights, initial, params, xt, level, labels } = inputs;

  test("has a gradient in every sample", () => {
    const own = params();
    const gradient = tf.grad((x) => denoiser().epsilon(own, x, level(), labels()).square().sum())(xt());
    const sizes = [...gradient.reshape([4, -1]).abs().sum(1).dataSync()];
    expect(sizes.every((size) => Number.isFinite(size) && size > 0)).toBe(true);
  });

  test("has a gradient in every weight, if it is trained", () => {
    const trained = make<"teacher" | "fakeScore">(plugin, setup);
    if ("trained" in trained && !trained.trained) return;
    const [x, l, label] = [xt(), level(), labels()];
    expectGradientInEach(perturbed(initial()), (own) =>
      trained.epsilon(modelParams(teacherWeights(), denoiser(), own), x, l, label),
    );
  });
}
