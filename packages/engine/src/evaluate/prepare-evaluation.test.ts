import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray, random } from "@tweedie/core";
import { decodeNpy, encodeNpy } from "@tweedie/formats";
import { expect, test } from "vitest";
import type { RunEvent } from "../index.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";

const yaml = `
data: { use: datasets/arrays, path: points.npy, range: [-9, 9], heldOut: 0.3 }
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 4 }
distill: { steps: 2, batch: 4 }
evaluate: { every: 2, samples: 16, draws: 16, metrics: [metrics/frechet], teacherSteps: 2, teacherCurve: null }
`;

const { folder, runTo } = createRunRecorder(yaml);

const writePoints = (count: number) =>
  writeFile(join(folder, "points.npy"), encodeNpy(ndarray([count, 2], random(0, "points").normal(2 * count))));

/** Runs on a dataset of `points` samples. Returns the final status or the error message, and true if a teacher was trained. */
async function runOn(points: number) {
  await writePoints(points);
  const events: RunEvent[] = [];
  const end = await runTo(`run-${points}`, undefined, { onEvent: (event) => events.push(event) }).catch(
    (error: unknown) => (error as Error).message,
  );
  return { end, trained: events.some(({ event }) => event === "teacher") };
}

test.each([
  [6, /\d samples are held out, and an evaluation needs at least 4/],
  [22, /metrics\/frechet needs .*4 samples/],
])("with %d points the run fails before the teacher is trained: too few are held out", async (points, message) => {
  const { end, trained } = await runOn(points);
  expect(end).toMatch(message);
  expect(trained).toBe(false);
});

test("the status records the number of evaluated samples if fewer are held out than requested", async () => {
  const { end, trained } = await runOn(60);
  expect(trained).toBe(true);
  expect(end).toMatchObject({ samples: expect.any(Number) as number });
  expect((end as { samples: number }).samples).toBeLessThan(16);
  expect(end).toMatchObject({
    warnings: [expect.stringMatching(/^evaluate\.samples is 16, and \d+ samples are held out/)],
  });
});

test("student and teacher generate more samples than are held out if `generated` says so", async () => {
  await writePoints(100);
  const overrides = [
    "evaluate.generated=1500",
    "evaluate.teacherCurve={samples: 16, evaluations: [1], samplers: [euler]}",
  ];
  const { samples, generated, metrics, floors, spreads } = await runTo("generated", undefined, { overrides });
  expect({ samples, generated }).toEqual({ samples: 15, generated: 1_500 });
  expect(Number.isFinite(metrics["fd"])).toBe(true);
  expect(Object.keys(floors)).toEqual(Object.keys(metrics));
  for (const spread of [spreads?.student, spreads?.teacher, spreads?.floors]) expect(spread?.["fd"]).toBeGreaterThan(0);
  const saved = decodeNpy(await readFile(join(folder, "generated/samples/student.npy")), "student.npy");
  expect(saved.shape).toEqual([1_024, 2]);
});
