import { under } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { distilled, type Dropout } from "./distillation-dropout.fixture.ts";
import { distance } from "./ring-distillation.fixture.ts";

/** Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small. */
const largeEpsilon = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];

test.each([
  ["whole networks", []],
  ["adapters", ["student.adapter={ rank: 2 }", "fakeScore.adapter={ rank: 2 }"]],
  ["a student of two steps in turn", ["student={ use: students/multistep, steps: 2, exit: even }"]],
])("compiled iterations with dropout equal iterations op by op: %s", async (_, overrides) => {
  const dropout = { student: true, fakeScore: true };
  const train = (backend: "ort" | "cpu") => distilled(backend, 3, dropout, [...overrides, ...largeEpsilon]);
  const [compiled, eager] = [await train("ort"), await train("cpu")];
  for (const [name, { data }] of Object.entries(eager)) {
    expect(distance(compiled[name]!.data, data), name).toBeLessThan(1e-3);
  }
});

test("micro-batches use the masks of their samples: the state is that of the whole batch", async () => {
  const dropout = { student: true, fakeScore: true };
  const [whole, parts] = [
    await distilled("ort", 2, dropout, largeEpsilon),
    await distilled("ort", 2, dropout, [...largeEpsilon, "distill.microBatch=2"]),
  ];
  for (const [name, { data }] of Object.entries(whole)) {
    expect(distance(parts[name]!.data, data), name).toBeLessThan(1e-4);
  }
});

describe("a network has dropout in its own update only", () => {
  /** Weights and moments of a model after one iteration in which only it is trained with dropout, only the other one, or none. */
  const stateOf = async (model: string, dropout: Dropout) => {
    // The fake score does not change, so that the student's update reads the same one.
    const state = await distilled("cpu", 1, dropout, ["distill.fakeScore.optimizer.lr=1e-30"]);
    return { ...under(model, state), ...under(`adam.${model}`, state) };
  };

  test.each([
    ["student", "fakeScore"],
    ["fakeScore", "student"],
  ])("the update of the %s uses its dropout and not that of the %s", async (model, other) => {
    const none = await stateOf(model, {});
    expect(await stateOf(model, { [other]: true })).toEqual(none);
    expect(await stateOf(model, { [model]: true })).not.toEqual(none);
  });
});
