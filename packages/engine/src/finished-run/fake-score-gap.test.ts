import { join } from "node:path";
import { expect, test } from "vitest";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { measureFakeScoreGap } from "./fake-score-gap.ts";

const { folder, runTo } = createRunRecorder(resumeYaml);
const options = { updates: 150, batch: 64, lr: 0.01, samples: 512 };

/** The gap of a run with this many fake-score updates an iteration and a student that hardly changes. */
async function gapAfter(updates: number): Promise<{ readonly loss: number; readonly reference: number }> {
  const name = `updates-${updates}`;
  const overrides = [
    "pretrain.steps=1",
    `distill.fakeScore.updates=${updates}`,
    "distill.fakeScore.optimizer.lr=0.01",
    "distill.student.optimizer.lr=1e-9",
  ];
  await runTo(name, undefined, { overrides });
  return measureFakeScoreGap(join(folder, name), options);
}

test("the ψ gap falls with the updates of the fake score; the reference does not depend on them", async () => {
  const [few, many] = [await gapAfter(1), await gapAfter(25)];
  expect(many.reference).toBeCloseTo(few.reference, 4);
  const [before, after] = [few, many].map(({ loss, reference }) => loss - reference) as [number, number];
  expect(before).toBeGreaterThan(0);
  expect(after).toBeLessThan(before / 2);
});

test("an adapter is measured against all weights: its reference is that of full training", async () => {
  const overrides = ["pretrain.steps=1", "distill.student.optimizer.lr=1e-9"];
  await runTo("full", undefined, { overrides });
  await runTo("adapter", undefined, { overrides: [...overrides, "fakeScore.adapter={ rank: 1 }"] });
  const gapOf = (name: string) => measureFakeScoreGap(join(folder, name), options);
  const [full, adapter] = [await gapOf("full"), await gapOf("adapter")];
  expect(adapter.reference).toBeCloseTo(full.reference, 4);
  expect(adapter.loss).not.toBe(full.loss);
});
