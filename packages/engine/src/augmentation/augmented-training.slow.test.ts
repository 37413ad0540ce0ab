import type { NDArrays } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { distance } from "../steps/ring-distillation.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { augmentedYaml, distilled, pretrained } from "./augmented-training.fixture.ts";

function expectClose(found: NDArrays, expected: NDArrays, tolerance: number): void {
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, { data }] of Object.entries(expected))
    expect(distance(found[name]!.data, data), name).toBeLessThan(tolerance);
}

describe.each([
  ["the teacher's training", pretrained, "pretrain", "pretrain.augment"],
  ["the distillation", distilled, "distill", "distill.fakeScore.augment"],
] as const)("augmentation in %s", (_, train, phase, key) => {
  test("compiled steps equal steps op by op", async () => {
    expectClose(await train("ort"), await train("cpu"), 1e-3);
  });

  test("micro-batches transform their samples: the state is that of the whole batch", async () => {
    expectClose(await train("ort", [`${phase}.microBatch=2`]), await train("ort"), 1e-4);
  });

  test("transforms the samples, and tells the network how", async () => {
    const weights = (state: NDArrays) => Object.values(state).map(({ data }) => [...data]);
    const [labelled, unlabelled, none] = [
      await train("ort"),
      await train("ort", [`${key}.labels=false`]),
      await train("ort", [`${key}.probability=0`]),
    ];
    expect(weights(labelled)).not.toEqual(weights(unlabelled));
    expect(weights(unlabelled)).not.toEqual(weights(none));
  });
});

const { runTo, record } = createRunRecorder(augmentedYaml);

test("an augmented run that is interrupted and continued ends bit for bit as an uninterrupted one", async () => {
  await runTo("whole");
  expect((await runTo("interrupted", { phase: "pretrain", step: 3 })).status).toBe("interrupted");
  expect((await runTo("interrupted", { phase: "distill", step: 1 })).status).toBe("interrupted");
  await runTo("interrupted");
  expect(await record("interrupted")).toEqual(await record("whole"));
});
