import { random } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { denoisingDraws } from "../steps/denoising.ts";
import { componentsOf, dropoutYaml, masksIn, pretrain } from "./dropout.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record } = createRunRecorder(dropoutYaml);

test("a run with dropout that is interrupted and continued ends bit for bit as an uninterrupted one", async () => {
  const models = ["distill.student.dropout=true", "distill.fakeScore.dropout=true"];
  const options = { overrides: ["network.dropout=0.2", ...models] };
  await runTo("whole", undefined, options);
  expect((await runTo("interrupted", { phase: "pretrain", step: 3 }, options)).status).toBe("interrupted");
  expect((await runTo("interrupted", { phase: "distill", step: 1 }, options)).status).toBe("interrupted");
  await runTo("interrupted", undefined, options);
  expect(await record("interrupted")).toEqual(await record("whole"));
});

test("a rate of 0 draws nothing and trains as no dropout, and a positive rate trains differently", async () => {
  const [zero, none, some] = [await pretrain("ort", 0), await pretrain("ort"), await pretrain("ort", 0.2)];
  expect(zero).toEqual(none);
  expect(Object.keys(some.state)).toEqual(Object.keys(none.state));
  expect(some.losses.at(-1)).not.toBe(none.losses.at(-1));
  const { pretraining } = await componentsOf(0);
  expect(masksIn(denoisingDraws(pretraining, random(0, "draws", 1), 1))).toEqual({});
});

test("micro-batches of 1, 2 and 8 of a batch of 8 train a teacher with dropout to the same state", async () => {
  const whole = await pretrain("ort", 0.2, 8);
  for (const microBatch of [1, 2]) {
    const { losses, state } = await pretrain("ort", 0.2, microBatch);
    expect(losses).toBeAllClose(whole.losses, { rtol: 1e-5 });
    for (const [name, { data }] of Object.entries(state)) {
      expect(data, name).toBeAllClose(whole.state[name]!.data, { atol: 1e-5, rtol: 1e-5 });
    }
  }
});
