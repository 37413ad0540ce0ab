import { random, type Teacher, tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { mlp } from "../architectures/mlp.ts";
import { modelNetwork } from "./model-network.ts";

const network = (width: number, depth: number) => mlp({ shape: [2], width, depth, embedding: 4, activation: "silu" });
const shared = network(8, 3);
const teacher: Teacher = {
  shape: [2],
  sigmaData: 1,
  weights: "trained",
  init: shared.init,
  epsilon: (_, xt) => tf.zerosLike(xt),
};
const weights = shared.init(random(1, "teacher"));
const modelWith = (object: typeof shared, init: "teacher" | "random") =>
  modelNetwork({ init, network: { use: "networks/mlp", object } }, { network: shared, teacher, where: "student" })
    .model;
const stream = () => random(0, "student");

test("a shallower network has the teacher's weights where names and shapes agree", () => {
  const model = modelWith(network(8, 2), "teacher");
  const own = model.init(stream(), weights);
  expect(Object.keys(own)).not.toContain("blocks.2.inner.weight");
  for (const name of Object.keys(own)) expect(own[name]).toEqual(weights[name]);
  expect(model.copies!(own, weights)).toEqual(Object.keys(own));
  expect(model.startsAsTeacher).toBe(false);
});

test("a narrower network keeps its random weights where shapes differ", () => {
  const narrow = network(6, 3);
  const model = modelWith(narrow, "teacher");
  const [own, drawn] = [model.init(stream(), weights), narrow.init(stream())];
  expect(model.copies!(own, weights)).toEqual(["output.bias"]);
  expect(own["output.bias"]).toEqual(weights["output.bias"]);
  expect(own["input.weight"]).toEqual(drawn["input.weight"]);
});

test("init: random copies nothing", () => {
  const model = modelWith(shared, "random");
  expect(model.copies).toBeUndefined();
  expect(model.init(stream(), weights)).toEqual(shared.init(stream()));
});
