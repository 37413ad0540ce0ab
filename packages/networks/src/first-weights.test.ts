import { random, tf, TweedieError, type Teacher } from "@tweedie/core";
import { expect, test } from "vitest";
import { firstWeights } from "./first-weights.ts";
import { mlp } from "./mlp.ts";

const network = mlp({ shape: [2], width: 4, depth: 1, embedding: 4, activation: "silu" });
const teacher = (trained: boolean): Teacher => ({
  shape: [2],
  sigmaData: 1,
  trained,
  init: network.init,
  epsilon: (_, xt) => tf.zerosLike(xt),
});
const weights = network.init(random(1, "teacher"));

test("init: teacher gives the teacher's weights, init: random the network's", () => {
  const copy = firstWeights("teacher", { network, teacher: teacher(true), where: "student.init" });
  const drawn = firstWeights("random", { network, teacher: teacher(false), where: "student.init" });
  expect(copy(random(0, "student"), weights)).toEqual(weights);
  expect(drawn(random(0, "student"), weights)).toEqual(network.init(random(0, "student")));
});

test("a closed form has nothing to copy, and the error says what to write", () => {
  const make = () => firstWeights("teacher", { network, teacher: teacher(false), where: "student.init" });
  expect(make).toThrow(TweedieError);
  expect(make).toThrow(/student\.init: .*closed form(.|\n)*init: random/);
});
