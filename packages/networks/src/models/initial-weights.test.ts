import { random, tf, TweedieError, type Teacher } from "@tweedie/core";
import { expect, test } from "vitest";
import { initialWeights } from "./initial-weights.ts";
import { mlp } from "../architectures/mlp.ts";

const network = mlp({ shape: [2], width: 4, depth: 1, embedding: 4, activation: "silu" });
const teacher = (weights: Teacher["weights"]): Teacher => ({
  shape: [2],
  sigmaData: 1,
  weights,
  init: network.init,
  epsilon: (_, xt) => tf.zerosLike(xt),
});
const weights = network.init(random(1, "teacher"));

test("init: teacher copies the teacher's weights, init: random draws the network's", () => {
  const copy = initialWeights("teacher", { network, teacher: teacher("trained"), where: "student.init" });
  const drawn = initialWeights("random", { network, teacher: teacher("closed-form"), where: "student.init" });
  expect(copy.init(random(0, "student"), weights)).toEqual(weights);
  expect(drawn.init(random(0, "student"), weights)).toEqual(network.init(random(0, "student")));
});

test("init: teacher is refused for a closed form, and the error suggests init: random", () => {
  const make = () => initialWeights("teacher", { network, teacher: teacher("closed-form"), where: "student.init" });
  expect(make).toThrow(TweedieError);
  expect(make).toThrow(/student\.init: .*closed form(.|\n)*init: random/);
});
