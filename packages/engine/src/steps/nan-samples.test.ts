import "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { batch, gradientsOf, iterate, withNaN, withoutSample, withoutWeight } from "./nan-samples.fixture.ts";
import { distance } from "./ring-distillation.fixture.ts";

/** Cases of a sample with NaN, by the model that drops it and the array with a NaN. */
const cases: [place: string, model: "student" | "fakeScore", array: string][] = [
  ["its noise", "student", "student.eps"],
  ["its noise level", "student", "student.betaBar"],
  ["the generated sample", "fakeScore", "fakeScore.0.z"],
];

describe.each(cases)("a sample with NaN in %s is dropped from an update of the %s", async (_, model, array) => {
  const found = await iterate("cpu", { draws: withNaN(array) });
  const gradients = Object.entries(gradientsOf(found, model));

  test("the gradient is bit-equal to that of a batch in which the sample has the weight 0", async () => {
    const expected = gradientsOf(await iterate("cpu", { distillation: withoutWeight }), model);
    expect(gradients).toHaveLength(Object.keys(expected).length);
    for (const [name, { data }] of gradients) expect(distance(data, expected[name]!.data), name).toBe(0);
  });

  test("loss and gradient are the sums over the other samples, divided by the whole batch", async () => {
    const others = await iterate("cpu", { draws: withoutSample });
    const scale = (batch - 1) / batch;
    const expected = gradientsOf(others, model);
    for (const [name, { data }] of gradients) {
      const scaled = expected[name]!.data.map((value) => value * scale);
      expect(distance(data, scaled), name).toBeLessThan(1e-5);
    }
    expect(found.losses[model]).toBeCloseTo(others.losses[model] * scale, 4);
  });
});

test("a NaN in the student's own layers makes its gradient 0, as in SiD's code, and leaves its loss finite", async () => {
  const { losses, state, initial } = await iterate("cpu", { draws: withNaN("student.z") });
  expect(losses.student).toSatisfy(Number.isFinite);
  expect(state["student.output.weight"]).toEqual(initial["student.output.weight"]);
});
