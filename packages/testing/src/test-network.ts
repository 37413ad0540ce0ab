import { nest, random, tf, under, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal } from "./scored-batch.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart, stirred } from "./weights.ts";

/** The contract of a network. */
export function testNetwork(plugin: Plugin<"network">, setup: Setup = {}): void {
  describe("network", () => {
    testOptions(plugin, setup);

    const network = () => make(plugin, setup);
    const noise = () => tf.tensor1d([-1, -0.3, 0.2, 0.9]);
    const input = () => normal("x", [4, ...network().shape]);
    const params = () => stirred(network().init(random(0, "init")));

    test("draws the same first weights from the same stream", () => expectSameDraw(network().init));

    test("maps a batch to its own shape, finite", () => {
      const y = network().forward(params(), input(), noise());
      expect(y.shape).toEqual(input().shape);
      expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
    });

    test("is a pure function", () => {
      const [p, x, n] = [params(), input(), noise()];
      expectPure(() => network().forward(p, x, n));
    });

    test("compiles, with its gradients", () =>
      expectCompiled((inputs) => network().forward(under("params", inputs), inputs.x!, inputs.noise!), {
        ...nest("params", params()),
        x: input(),
        noise: noise(),
      }));

    test("treats each sample alone", () => {
      const p = params();
      expectSamplesApart([input(), noise()], (x, n) => network().forward(p, x!, n!));
    });

    test("knows the noise level", () => {
      const [p, x] = [params(), input()];
      const difference = network()
        .forward(p, x, noise())
        .sub(network().forward(p, x, noise().add(0.5)));
      expect(difference.abs().max().dataSync()[0]).toBeGreaterThan(1e-4);
    });

    test("learns with every weight", () => {
      const x = input();
      expectGradientInEach(params(), (p) => network().forward(p, x, noise()));
    });
  });
}
