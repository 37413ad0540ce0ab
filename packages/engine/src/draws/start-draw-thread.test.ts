import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test, vi } from "vitest";
import { createComponents } from "../components.ts";
import { runFolder, validateExperiment } from "../index.ts";
import { phaseDraws } from "./phase-draws.ts";
import { startDrawThread } from "./start-draw-thread.ts";

vi.mock(import("./draw-buffer.ts"), async (original) => {
  const { waitingDrawBuffer } = await import("./waiting-draw-buffer.fixture.ts");
  return waitingDrawBuffer(await original());
});

const yaml = `
data: datasets/ring
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 1000, batch: 8 }
`;
const folder = temporaryFolder({ "ring.yaml": yaml }, afterAll);
const experiment = await validateExperiment({ file: join(folder, "ring.yaml") });
const draw = phaseDraws("distill", await createComponents(experiment), experiment.settings.seed);

test("a thread makes the same draws as this thread", async () => {
  const options = { phase: "distill", first: 1, steps: 1_000, like: draw(1) } as const;
  const thread = startDrawThread({ experiment, folder: runFolder(folder), ...options })!;
  for (const step of [1, 2, 3]) expect(thread.take(step)).toEqual(draw(step));
  await thread.stop();
});

test("no thread is started for options that cannot be sent to it", () => {
  const slots = experiment.slots.map((slot) => ({ ...slot, options: { quantile: (u: number) => u } }));
  const options = { phase: "distill", first: 1, steps: 10, like: draw(1) } as const;
  expect(
    startDrawThread({ experiment: { ...experiment, slots }, folder: runFolder(folder), ...options }),
  ).toBeUndefined();
});
