import { mapParams, random, tf, type Dataset } from "@tweedie/core";
import { testStudent } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./mlp.ts";

testStudent(plugin, { options: { width: 8, depth: 1 } });
testStudent(plugin, { shape: [3, 3, 1], options: { width: 8, depth: 1, latent: 5 } });

const data = { shape: [4, 2, 1], sigmaData: 0.5 } as unknown as Dataset;

test("maps a latent of any size to samples with the shape and scale of the data", () => {
  const student = plugin.create(plugin.options.parse({ latent: 3 }) as never, data);
  expect(student.latentShape).toEqual([3]);
  const weights = student.init(random(0, "student"), {});
  const params = mapParams(weights, ({ shape, data }) => tf.tensor(data, [...shape]));
  const xg = student.generate(params, tf.tensor2d(random(0, "z").normal(3000), [1000, 3]));
  expect(xg.shape).toEqual([1000, 4, 2, 1]);
  const std = Math.sqrt(xg.square().mean().dataSync()[0]!);
  expect(std).toBeGreaterThan(0.25);
  expect(std).toBeLessThan(1.25);
});

test("the default latent has the size of a sample", () => {
  expect(plugin.create(plugin.options.parse({}) as never, data).latentShape).toEqual([8]);
});
