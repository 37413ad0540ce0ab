import { random, tf, TweedieError, type Teacher } from "@tweedie/core";
import { expect, test } from "vitest";
import { initialWeights } from "./initial-weights.ts";
import { mlp } from "../architectures/mlp.ts";

const network = mlp({ shape: [2], width: 4, depth: 1, embedding: 4, activation: "silu" });
const teacher = (trained: boolean): Teacher => ({
  shape: [2],
  sigmaData: 1,
  trained,
  init: network.init,
  epsilon: (_, xt) => tf.zerosLike(xt),
});
const weights = network.init(random(1, "teacher"));

test("init: teacher copies the teacher's weights, init: random draws the network's", () => {
  const copy = initialWeights("teacher", { network, teacher: teacher(true), where: "student.init" });
  const drawn = initialWeights("random", { network, teacher: teacher(false), where: "student.init" });
  expect(copy(random(0, "student"), weights)).toEqual(weights);
  expect(drawn(random(0, "student"), weights)).toEqual(network.init(random(0, "student")));
});

test("init: teacher is refused for a closed form, and the error suggests init: random", () => {
  const make = () => initialWeights("teacher", { network, teacher: teacher(false), where: "student.init" });
  expect(make).toThrow(TweedieError);
  expect(make).toThrow(/student\.init: .*closed form(.|\n)*init: random/);
});
