// Run by broken-plugins.slow.test.ts: each block is named after the test that its plugin must fail.
import { ndarray, tf } from "@tweedie/core";
import { describe } from "vitest";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testDenoiser } from "../test-denoiser.ts";
import { testNetwork } from "../test-network.ts";
import { testStudent } from "../test-student.ts";
import { brokenPlugin } from "./broken-plugin.ts";

const { network, teacher, student, fakeScore } = standIns();

describe("fails: the output depends on the noise level", () => {
  testNetwork(
    brokenPlugin("network", () => ({
      ...network,
      forward: (params, x, noise) => network.forward(params, x, noise.mul(0)),
    })),
  );
});
describe("fails: has a gradient in every weight", () => {
  testNetwork(
    brokenPlugin("network", () => ({
      ...network,
      init: (random) => ({ ...network.init(random), idle: ndarray([1], random.normal(1)) }),
    })),
  );
});
describe("fails: the output is finite and has the shape of the batch, or the declared size", () => {
  testDenoiser(brokenPlugin("fakeScore", () => ({ ...fakeScore, output: { name: "logit", size: 1 } })));
});
describe("fails: treats samples independently", () => {
  testDenoiser(
    brokenPlugin("teacher", () => ({
      ...teacher,
      epsilon: (params, xt, level) => teacher.epsilon(params, xt.sub(xt.mean(0, true)), level),
    })),
  );
});
describe("fails: has a gradient in every sample", () => {
  testDenoiser(brokenPlugin("teacher", () => ({ ...teacher, epsilon: (_, xt) => tf.onesLike(xt).add(xt.mul(0)) })));
});
describe("fails: the same stream initialises the same weights", () => {
  testStudent(
    brokenPlugin("student", () => ({
      ...student,
      init: () => ({ weight: ndarray([2, 2], Float32Array.of(Math.random(), 1, 1, 1)) }),
    })),
  );
});
describe("fails: samples are finite and have the shape of the data", () => {
  testStudent(
    brokenPlugin("student", () => ({
      ...student,
      generate: (params, z) => student.generate(params, z).reshape([-1]),
    })),
  );
});
