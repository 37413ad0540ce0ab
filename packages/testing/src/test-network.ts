import { nest, random, tf, under, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal } from "./scored-batch.ts";
import { make, someLabels, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart, stirred } from "./weights.ts";

/** The contract of a network. */
export function testNetwork(plugin: Plugin<"network">, setup: Setup = {}): void {
  describe("network", () => {
    testOptions(plugin, setup);

    const network = () => make(plugin, setup);
    const noise = () => tf.tensor1d([-1, -0.3, 0.2, 0.9]);
    const input = () => normal("x", [4, ...network().shape]);
    const labels = () => someLabels(network());
    const params = () => stirred(network().init(random(0, "init")));

    test("draws the same first weights from the same stream", () => expectSameDraw(network().init));

    test("maps a batch to its own shape, finite", () => {
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

    test("treats each sample alone", () => {
      const p = params();
      const inputs = [input(), noise(), labels()].filter((tensor) => tensor !== undefined);
      expectSamplesApart(inputs, (x, n, label) => network().forward(p, x!, n!, label));
    });

    test("knows the noise level", () => {
      const [p, x] = [params(), input()];
      const difference = network()
        .forward(p, x, noise(), labels())
        .sub(network().forward(p, x, noise().add(0.5), labels()));
      expect(difference.abs().max().dataSync()[0]).toBeGreaterThan(1e-4);
    });

    test("knows the class of a sample, where there are classes", () => {
      if (network().classes === undefined) return;
      const [p, x] = [params(), input()];
      const [zeros, ones] = [tf.zeros([4]), tf.ones([4])].map((label) => network().forward(p, x, noise(), label));
      expect(zeros!.sub(ones!).abs().max().dataSync()[0]).toBeGreaterThan(1e-4);
    });

    test("learns with every weight", () => {
      const x = input();
      expectGradientInEach(params(), (p) => network().forward(p, x, noise(), labels()));
    });
  });
}
