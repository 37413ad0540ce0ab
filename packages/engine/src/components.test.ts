import { mapParams, nest, random } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { noop } from "@tweedie/testing";
import { expect, test } from "vitest";
import { createComponents } from "./components.ts";
import { createDiagnostics } from "./diagnostics/diagnostics.ts";
import { settingsSchema } from "./experiment/settings.ts";
import { slotsIn } from "./experiment/slots.ts";
import { distillationStep } from "./steps/distillation.ts";
import { distillationDraws } from "./steps/distillation-draws.ts";
import { trainableState } from "./steps/trainable-weights.ts";

const block = { use: "test/noop" };
const settings = settingsSchema.parse({
  ...{ data: block, schedule: block, network: block, teacher: block, student: block, fakeScore: block, loss: block },
  distill: { steps: 5, batch: 256 },
  evaluate: { metrics: [block] },
  track: [block],
});
const slots = slotsIn(settings).map(({ path, role, block: { use } }) => ({
  ...{ path, role, use, file: "noop.ts", options: {} },
  plugin: noop[role],
}));
const { teacher, data, distillation, metrics } = await createComponents({ settings, slots });

test("plugins of a few lines fill every role, and the distillation trains", async () => {
  const { student, fakeScore, models } = distillation;
  const executor = await createExecutor("ort", { threads: 1 });
  const store = executor.createStore({
    ...nest("teacher", teacher.init(random(0, "teacher"))),
    ...trainableState(models.student.trainable, student.init(random(0, "student"), {})),
    ...trainableState(models.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), {})),
  });
  const draws = (iteration: number) => distillationDraws(distillation, random(0, "draws", iteration), iteration);
  const shapes = mapParams(draws(1), ({ shape }) => shape);
  const step = await executor.compile(distillationStep(distillation), store, shapes);
  for (let iteration = 1; iteration <= distillation.steps; iteration++) {
    const losses = await step.run(draws(iteration));
    expect(Object.values(losses).every(({ data }) => Number.isFinite(data[0]))).toBe(true);
  }

  const real = data.heldOut(random(0, "real"), 1_000);
  const diagnostics = await createDiagnostics(distillation, {
    ...{ executor, store, real, random: random(0, "diagnostics"), draws: 1_000 },
  });
  const values = await diagnostics.measure(distillation.steps);
  // Data, student and fake score are standard normal, up to five updates of about 1e-3.
  expect(values["diag.V"]).toBeCloseTo(0, 3);
  expect(values["diag.spread"]).toBeCloseTo(1, 1);
  expect(metrics[0]!.measure(real, real, random(0, "metric"))).toEqual({ meanGap: 0 });
  await executor.dispose();
});
