import { mapParams, random, tf } from "@tweedie/core";
import { make, normal, tensorsOf, testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-network.ts";

testNetwork(plugin);

test("the output is zero if all weights are zero", () => {
  const network = make(plugin);
  const params = mapParams(tensorsOf(network.init(random(0, "network"))), (weight) => tf.zerosLike(weight));
  expect(network.forward(params, normal("x", [4, 2]), tf.ones([4]))).toBeAllClose(tf.zeros([4, 2]));
});
