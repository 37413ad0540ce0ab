import { nest, random } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { noop } from "@tweedie/testing";
import { expect, test } from "vitest";
import { createDiagnostics } from "./diagnostics/diagnostics.ts";
import { settingsSchema } from "./experiment/settings.ts";
import { slotsIn } from "./experiment/slots.ts";
import { createComponents } from "./components.ts";
import { distillationDraws, distillationStep } from "./steps/distillation.ts";
import { trainableState } from "./steps/trainable.ts";

const block = { use: "lab/noop" };
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
const { teacher, data, distillation, metrics } = createComponents({
  ...{ file: "noop.yaml", name: "noop", settings, slots, resolved: {}, hash: "", warnings: [] },
});

test("every role can be filled by a plugin of a few lines, and the game plays", async () => {
  const { student, fakeScore, models: players } = distillation;
  const executor = await createExecutor("ort", { threads: 1 });
  const store = executor.createStore({
    ...nest("teacher", teacher.init(random(0, "teacher"))),
    ...trainableState(players.student.trainable, student.init(random(0, "student"), {})),
    ...trainableState(players.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), {})),
  });
  const draws = (round: number) => distillationDraws(distillation, random(0, "draws", round), round);
  const shapes = Object.fromEntries(Object.entries(draws(1)).map(([name, { shape }]) => [name, shape]));
  const step = await executor.compile(distillationStep(distillation), store, shapes);
  for (let round = 1; round <= distillation.steps; round++) {
    const losses = await step.run(draws(round));
    expect(Object.values(losses).every(({ data }) => Number.isFinite(data[0]))).toBe(true);
  }

  const real = data.heldOut(random(0, "real"), 1_000);
  const diagnostics = await createDiagnostics(distillation, {
    ...{ executor, store, real, random: random(0, "diagnostics"), draws: 1_000 },
  });
  const values = await diagnostics.measure(distillation.steps);
  // All three are standard normal, but for a few steps of 1e-3.
  expect(values["diag.V"]).toBeCloseTo(0, 3);
  expect(values["diag.spread"]).toBeCloseTo(1, 1);
  expect(metrics[0]!.measure(real, real, random(0, "metric"))).toEqual({ meanGap: 0 });
  await executor.dispose();
});
