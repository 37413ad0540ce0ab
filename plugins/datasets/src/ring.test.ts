import { random, TweedieError } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./ring.ts";

testDataset(plugin);
testDataset(plugin, { options: { modes: 3, weights: [5, 1, 1] } });

const ring = (options: object) => plugin.create(plugin.options.parse(options) as never);

test("samples follow the weights of the modes", () => {
  const data = ring({ modes: 4, weights: [1, 0, 2, 1] });
  const { data: x } = data.sample(random(0, "data"), 20_000);
  const fractions = data.mixture!.means.map(([mx, my]) => {
    let near = 0;
    for (let i = 0; i < x.length; i += 2) near += Number(Math.hypot(x[i]! - mx!, x[i + 1]! - my!) < 0.5);
    return near / 20_000;
  });
  [0.25, 0, 0.5, 0.25].forEach((weight, k) => expect(Math.abs(fractions[k]! - weight)).toBeLessThan(0.012));
});

test("refuses weights of another number than the modes, and weights that are all zero", () => {
  expect(() => ring({ modes: 3, weights: [1, 1] })).toThrow(TweedieError);
  expect(() => ring({ modes: 2, weights: [0, 0] })).toThrow(TweedieError);
});
