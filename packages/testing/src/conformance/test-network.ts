import { nest, random, tf, under, type Network, type Plugin, type Random } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart } from "../expectations/expect-model.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal, someLabels } from "../stand-ins/scored-batch.ts";
import { perturbed, tensorsOf } from "../stand-ins/weights.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Tests the contract of a network. */
export function testNetwork(plugin: Plugin<"network">, setup: Setup = {}): void {
  describe("network", () => {
    testOptions(plugin, setup);
    const inputs = inputsOf(() => make(plugin, setup));
    testForward(inputs);
    testConditions(inputs);
    testTraining(inputs);
  });
}

/** The network with its weights, and a batch of four samples. */
const inputsOf = (network: () => Network) => ({
  network,
  noise: () => tf.tensor1d([-1, -0.3, 0.2, 0.9]),
  input: () => normal("x", [4, ...network().shape]),
  labels: () => someLabels(network()),
  params: () => perturbed(network().init(random(0, "init"))),
});

type Inputs = ReturnType<typeof inputsOf>;

function testForward({ network, noise, input, labels, params }: Inputs): void {
  test("the same stream initialises the same weights", () => expectSameDraw(network().init));

  test("the output is finite and has the shape of the input", () => {
    const y = network().forward(params(), input(), noise(), labels());
    expect(y.shape).toEqual(input().shape);
    expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test("is a pure function", () => {
    const [p, x, n, label] = [params(), input(), noise(), labels()];
    expectPure(() => network().forward(p, x, n, label));
  });

  test("compiles, with its gradients", () =>
    expectCompiled((inputs) => network().forward(under("params", inputs), inputs.x!, inputs.noise!, labels()), {
      ...nest("params", params()),
      x: input(),
      noise: noise(),
    }));

  test("treats samples independently", () => {
    const p = params();
    const inputs = [input(), noise(), labels()].filter((tensor) => tensor !== undefined);
    expectSamplesApart(inputs, (x, n, label) => network().forward(p, x!, n!, label));
  });
}

function testConditions({ network, noise, input, labels, params }: Inputs): void {
  test("the output depends on the noise level", () => {
    const [p, x] = [params(), input()];
    const difference = network()
      .forward(p, x, noise(), labels())
      .sub(network().forward(p, x, noise().add(0.5), labels()));
    expect(difference.abs().max().dataSync()[0]).toBeGreaterThan(1e-4);
  });

  test("the output depends on the class, if there are classes", () => {
    if (network().classes === undefined) return;
    const [p, x] = [params(), input()];
    const [zeros, ones] = [tf.zeros([4]), tf.ones([4])].map((label) => network().forward(p, x, noise(), label));
    expect(zeros!.sub(ones!).abs().max().dataSync()[0]).toBeGreaterThan(1e-4);
  });
}

function testTraining({ network, noise, input, labels, params }: Inputs): void {
  test("the draws of a training step, if any, depend on the stream alone and change the output", async () => {
    const { draws, forward } = network();
    if (!draws) return;
    const drawn = (stream: Random) => draws(stream, 4);
    expectSameDraw(drawn);
    const [p, x] = [params(), input()];
    const trained = (name: string) => forward({ ...p, ...tensorsOf(drawn(random(0, name))) }, x, noise(), labels());
    expect(trained("one")).not.toBeAllClose(forward(p, x, noise(), labels()), { atol: 1e-4 });
    expect(trained("one")).not.toBeAllClose(trained("two"), { atol: 1e-4 });
    const masks = tensorsOf(drawn(random(0, "one")));
    await expectCompiled((inputs) => forward({ ...under("params", inputs), ...masks }, x, noise(), labels()), {
      ...nest("params", p),
    });
  });

  test("has a gradient in every weight", () => {
    const x = input();
    expectGradientInEach(params(), (p) => network().forward(p, x, noise(), labels()));
  });
}
