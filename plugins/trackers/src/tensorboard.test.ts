import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeScalars } from "@tweedie/formats";
import { make, testTracker, trackedRun } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import tensorboard from "./tensorboard.ts";

const fileIn = (folder: string) => join(folder, "events.out.tfevents.tweedie");
const scalarsIn = async (folder: string) => decodeScalars(await readFile(fileIn(folder))).scalars;

testTracker(tensorboard, { rowCount: async (folder) => (await scalarsIn(folder)).length });

const row = (step: number) => ({
  phase: "distill",
  step,
  time: 1_800_000_000 + step,
  values: { "loss.student": 2 ** -step, sw2: Number.NaN },
});

test("removes an incomplete record of a killed process", async () => {
  const folder = temporaryFolder();
  const first = make(tensorboard);
  await first.start(trackedRun(folder));
  await first.log([row(1), row(2)]);
  await appendFile(fileIn(folder), Uint8Array.of(0x18, 0, 0, 0, 0, 0));
  const second = make(tensorboard);
  expect((await second.start(trackedRun(folder))).rows).toBe(2);
  await second.log([row(3)]);
  expect(await scalarsIn(folder)).toMatchObject(
    [1, 2, 3].map((step) => ({
      step,
      time: 1_800_000_000 + step,
      values: { "distill/loss.student": 2 ** -step, "distill/sw2": Number.NaN },
    })),
  );
});
