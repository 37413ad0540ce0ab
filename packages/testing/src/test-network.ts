import { nest, random, tf, under, type Plugin, type Random } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal } from "./scored-batch.ts";
import { make, someLabels, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart, stirred, tensorsOf } from "./weights.ts";

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

    test("draws for a step of training from the stream alone, and is another with what it drew", async () => {
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

    test("learns with every weight", () => {
      const x = input();
      expectGradientInEach(params(), (p) => network().forward(p, x, noise(), labels()));
    });
  });
}
