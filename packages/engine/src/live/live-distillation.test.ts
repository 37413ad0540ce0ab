import { join } from "node:path";
import { createExecutor } from "@tweedie/graph";
import { beforeAll, describe, expect, test } from "vitest";
import { type MetricsRow, readMetrics, runFolder, validateExperiment } from "../index.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { createLiveContext } from "./live-context.ts";
import { createLiveDistillation, type LiveDistillation } from "./live-distillation.ts";
import { trainLiveTeacher } from "./live-teacher.ts";

const { folder, experimentFile, runTo } = createRunRecorder(`
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/denoiser
student: { use: students/denoiser, init: teacher, sigmaInit: 2.5 }
fakeScore: { use: fake-scores/denoiser, init: teacher }
loss: { use: sid/l2, lambda: 0.5 }
pretrain: { steps: 5, batch: 16 }
distill: { steps: 6, batch: 16 }
log: { every: 1 }
evaluate: { every: 3, samples: 16, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
`);

const read = (...overrides: string[]) => validateExperiment({ file: experimentFile, overrides });

async function begin(...overrides: string[]): Promise<LiveDistillation> {
  const context = await createLiveContext(await read(...overrides), await createExecutor("ort"));
  return createLiveDistillation(context, await trainLiveTeacher(context, () => undefined));
}

/** Losses of the next iterations. */
async function losses(distillation: LiveDistillation, count: number) {
  const all = [];
  for (let i = 0; i < count; i++) all.push((await distillation.iterate()).losses);
  return all;
}

describe("a distillation in memory", () => {
  let rows: readonly MetricsRow[];
  beforeAll(async () => {
    await runTo("run");
    rows = await readMetrics(runFolder(join(folder, "run")).metrics);
  });

  test("has the losses, metrics and diagnostics of a run, bit for bit, as has the training of its teacher", async () => {
    const context = await createLiveContext(await read(), await createExecutor("ort"));
    const pretrained: unknown[] = [];
    const teacher = await trainLiveTeacher(
      context,
      (step, values) => void pretrained.push({ phase: "pretrain", step, values }),
    );
    expect(pretrained).toEqual(rows.filter(({ phase }) => phase === "pretrain"));
    const distillation = await createLiveDistillation(context, teacher);
    expect(rows.find(({ phase, step }) => phase === "distill" && step === 0)!.values).toMatchObject(
      (await distillation.evaluate(4)).values,
    );
    for (const { step, values } of rows.filter((row) => row.phase === "distill" && row.step > 0)) {
      const { losses } = await distillation.iterate();
      const evaluated = step % 3 === 0 ? (await distillation.evaluate(4)).values : {};
      expect({ step: distillation.step, values: { ...losses, ...evaluated } }).toEqual({ step, values });
    }
    await distillation.dispose();
  });
});

test("a change of lambda keeps weights, moments and draws", async () => {
  const [one, changed, other] = await Promise.all([begin(), begin(), begin("loss.lambda=1.5")]);
  expect(await losses(changed, 2)).toEqual(await losses(one, 2));
  await changed.change(await read("loss.lambda=1.5"));
  const before = await changed.store.read();
  expect(before).toEqual(await one.store.read());
  const [after] = await losses(changed, 1);
  expect(after!["loss.fakeScore"]).toBe((await losses(one, 1))[0]!["loss.fakeScore"]);
  expect(changed.step).toBe(3);
  expect(await changed.store.read()).not.toEqual(await one.store.read());
  // The first iteration of the other has the same fake-score update, and another loss of the student.
  expect((await losses(other, 1))[0]!["loss.student"]).not.toBe((await losses(await begin(), 1))[0]!["loss.student"]);
  expect(changed.experiment.settings.loss).toMatchObject({ lambda: 1.5 });
});

test("settings with other weights are no change", async () => {
  const own = ["teacher=teachers/mixture", "fakeScore.init=random"];
  const student = (width: number) => `student={ use: students/mlp, width: ${width}, depth: 1 }`;
  const distillation = await begin(...own, student(8));
  await expect(distillation.change(await read(...own, student(9)))).rejects.toThrow("other weights");
  await losses(distillation, 1);
});

test("a loss that is not finite is an alarm with its name", async () => {
  const distillation = await begin("distill.student.optimizer.lr=1e30");
  let alarm;
  for (let i = 0; i < 6 && !alarm; i++) ({ alarm } = await distillation.iterate());
  expect(alarm).toEqual({ end: "diverged", reason: expect.stringMatching(/^loss\.\w+ is \S+ at step \d of distill$/) });
});

test("a teacher's training ends with the reason of its abort", async () => {
  const controller = new AbortController();
  const context = await createLiveContext(await read(), await createExecutor("ort"), { signal: controller.signal });
  const steps: number[] = [];
  const training = trainLiveTeacher(context, (step) => {
    steps.push(step);
    if (step === 2) controller.abort(new Error("reset"));
  });
  await expect(training).rejects.toThrow("reset");
  expect(steps).toEqual([1, 2]);
});
