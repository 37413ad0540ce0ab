import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { run } from "../index.ts";
import { cifar10Files } from "./cifar10.fixture.ts";
import { validateExperiment } from "./validate.ts";

const folder = temporaryFolder({}, afterAll);
const { data, teacher } = cifar10Files(folder);

/** Two iterations in micro-batches, evaluated in pixels. */
const short = [
  ...["distill.images=16", "distill.batch=8", "distill.microBatch=4"],
  ...[
    "evaluate.every=2",
    "evaluate.samples=16",
    "evaluate.generated=32",
    "evaluate.draws=16",
    "evaluate.teacherSteps=2",
  ],
  ...["evaluate.extractor=extractors/identity", "evaluate.metrics=[metrics/sliced-wasserstein]", "alarms=null"],
];

/** Statistics of a batch have no micro-batches, and a student that begins late begins at once. */
const changes: Readonly<Record<string, readonly string[]>> = {
  sida: ["distill.microBatch=8", "distill.student.start=2"],
  dmd2: ["distill.steps=null"],
};

test.each(["sid", "sid-lora", "sida", "dmd2"])(
  "two iterations of experiments/cifar10/%s.yaml with a tiny network",
  async (name) => {
    const file = join(import.meta.dirname, `../../../../experiments/cifar10/${name}.yaml`);
    const experiment = await validateExperiment({
      file,
      overrides: [data, teacher, ...short, ...(changes[name] ?? [])],
    });
    const { status, step, metrics } = await run({ experiment, out: join(folder, name) });
    expect(["completed", "not-converged"]).toContain(status);
    expect(step).toBe(2);
    expect(Number.isFinite(metrics["sw2"])).toBe(true);
  },
);
