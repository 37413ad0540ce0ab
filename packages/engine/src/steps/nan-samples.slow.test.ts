import { expect, test } from "vitest";
import { iterate, withNaN } from "./nan-samples.fixture.ts";
import { distance } from "./ring-distillation.fixture.ts";

test.each(["student.eps", "student.betaBar", "fakeScore.0.z", "student.z"])(
  "a compiled iteration with NaN in `%s` of a sample equals the iteration op by op",
  async (array) => {
    const [compiled, eager] = [
      await iterate("ort", { draws: withNaN(array) }),
      await iterate("cpu", { draws: withNaN(array) }),
    ];
    for (const [name, { data }] of Object.entries(eager.state)) {
      expect(distance(compiled.state[name]!.data, data), name).toBeLessThan(1e-4);
    }
    expect(distance(Object.values(compiled.losses), Object.values(eager.losses))).toBeLessThan(1e-5);
  },
);

test("micro-batches drop the same samples as the whole batch, with the same divisor", async () => {
  const draws = withNaN("student.eps");
  const [whole, parts] = [
    await iterate("ort", { draws }),
    await iterate("ort", { draws, overrides: ["distill.microBatch=2"] }),
  ];
  for (const [name, { data }] of Object.entries(whole.state)) {
    expect(distance(parts.state[name]!.data, data), name).toBeLessThan(1e-5);
  }
  expect(parts.losses.student).toBeCloseTo(whole.losses.student, 4);
});
