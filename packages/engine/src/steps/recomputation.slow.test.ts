import { describe, expect, test } from "vitest";
import { pretrain } from "../train/dropout.fixture.ts";
import { distilled } from "./distillation-dropout.fixture.ts";
import { distance } from "./ring-distillation.fixture.ts";

type State = Awaited<ReturnType<typeof distilled>>;

/** Largest distance of the weights of two states. */
const stateDistance = (a: State, b: State): number => {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  return Math.max(...Object.keys(a).map((name) => distance(a[name]!.data, b[name]!.data)));
};

/** Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small. */
const settings = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];
const dropout = { student: true, fakeScore: true };

/** Distance of the states of a distillation after three iterations with and without recomputation. */
async function recomputedDistance(backend: "ort" | "cpu", overrides: readonly string[]): Promise<number> {
  const [recomputed, plain] = [["distill.recompute=true"], []].map((more) =>
    distilled(backend, 3, dropout, [...settings, ...overrides, ...more]),
  );
  return stateDistance(await recomputed!, await plain!);
}

describe("recomputation changes the state after three iterations by rounding only", () => {
  const adapters = ["student.adapter={ rank: 2 }", "fakeScore.adapter={ rank: 2 }"];
  test.each([
    ["ort", "dropout", []],
    ["ort", "dropout and micro-batches", ["distill.microBatch=2"]],
    ["ort", "dropout and adapters", adapters],
    ["cpu", "dropout and micro-batches", ["distill.microBatch=4"]],
  ] as const)("on %s with %s", async (backend, _, overrides) => {
    expect(await recomputedDistance(backend, overrides)).toBeLessThan(1e-5);
  });
});

test("recomputation changes the teacher after five steps by rounding only", async () => {
  const [recomputed, plain] = [await pretrain("ort", 0.3, 4, true), await pretrain("ort", 0.3, 4)];
  expect(distance(recomputed.losses, plain.losses)).toBeLessThan(1e-5);
  expect(stateDistance(recomputed.state, plain.state)).toBeLessThan(1e-5);
});
