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
