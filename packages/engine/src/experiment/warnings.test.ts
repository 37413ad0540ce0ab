import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunEvent, run, runFolder } from "../index.ts";
import { validateExperiment } from "./validate.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterAll(() => rm(folder, { recursive: true }));

const base = `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 1, batch: 8 }
distill: { steps: 3, batch: 8 }
evaluate: { samples: 16, teacherSteps: 1 }
log: { every: 1 }
`;

async function experimentOf(overrides: readonly string[] = []) {
  const file = join(folder, "experiment.yaml");
  await writeFile(file, base);
  return validateExperiment({ file, overrides });
}
const warningsOf = async (...overrides: string[]) => (await experimentOf(overrides)).warnings;

test.each([
  ["the default", []],
  ["λ > 1 of a student begun as the teacher", ["loss.lambda=1.2"]],
  ["a loss outside the family", ["loss=divergences/reverse-kl"]],
])("%s gives no warning", async (_, overrides) => {
  expect(await warningsOf(...overrides)).toEqual([]);
});

test("λ > 1 of a student begun at random is warned of, and λ from 0 to 1 is not", async () => {
  for (const student of ["student.init=random", "student=students/mlp"]) {
    expect(await warningsOf("loss.lambda=1.2", student)).toEqual([
      expect.stringMatching(/^loss sid\/l2: with lambda 1\.2 .* more than 6 times .* runs away/) as unknown,
    ]);
    expect(await warningsOf("loss.lambda=1", student)).toEqual([]);
  }
});

test.each([
  ["full-transform/full", "falls to zero"],
  ["full-transform/middle-only", "falls to zero"],
  ["full-transform/left", "falls to zero"],
  ["full-transform/right", "is drawn to 2 times the teacher's, noise included"],
])("%s is warned of, and of what follows", async (use, fate) => {
  const [warning, ...others] = await warningsOf(`loss=${use}`);
  expect(others).toEqual([]);
  expect(warning).toContain(`loss ${use}: breaks the fixed-point rule`);
  expect(warning).toContain(fate);
});

test("the judgement goes by the coefficients and not by the name", async () => {
  expect(await warningsOf("loss={use: sid/identity, transform: {u: 1, v: 2}}")).toEqual([]);
  expect((await warningsOf("loss={use: sid/identity, preset: full}"))[0]).toContain("fixed-point rule");
});

test("a run warns at its start, and again where it is continued; its status keeps each warning once", async () => {
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  const experiment = await experimentOf(["loss=full-transform/full"]);
  const out = join(folder, "run");
  const play = async (stopAt?: number) => {
    const controller = new AbortController();
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => {
      events.push(event);
      if (event.event === "metrics" && event.phase === "distill" && event.step === stopAt) controller.abort();
    };
    const { status } = await run({ experiment, out, signal: controller.signal, onEvent });
    return { status, events };
  };
  const warning = { event: "warning", message: experiment.warnings[0]! };
  const first = await play(1);
  expect(first.status).toBe("interrupted");
  expect(first.events[1]).toEqual(warning);
  const second = await play();
  expect(second.status).not.toBe("interrupted");
  expect(second.events).toContainEqual(warning);
  expect(JSON.parse(await readFile(runFolder(out).status, "utf8"))).toMatchObject({ warnings: [warning.message] });
});
