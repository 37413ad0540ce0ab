import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Experiment, type RunEvent, run, runFolder, validateExperiment } from "./index.ts";
import { loadCheckpoint } from "./run/checkpoint.ts";
import type { Phase } from "./run/phase.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 6, batch: 32 }
distill:
  steps: 6
  batch: 32
  student: { optimizer: { schedule: { warmup: 2, decay: cosine }, clip: { norm: 1 }, nonFinite: zero } }
  fakeScore: { updates: 2 }
evaluate: { every: 3, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3 }
log: { every: 1 }
checkpoint: { every: 4 }
`;

let folder: string;
let experiment: Experiment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  await writeFile(join(folder, "tiny.yaml"), yaml);
  experiment = await validateExperiment({ file: join(folder, "tiny.yaml") });
});
afterAll(() => rm(folder, { recursive: true }));

/** Plays a run until it is interrupted at a step, or to its end. */
async function play(name: string, stopAt?: { phase: Phase; step: number }) {
  // Every run trains its teacher itself: one from the cache would leave nothing to interrupt.
  await rm(join(folder, "cache"), { recursive: true, force: true });
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.event === "metrics" && event.phase === stopAt?.phase && event.step === stopAt.step) controller.abort();
  };
  return run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
}

const warn = (message: string) => expect.fail(message);

/** What a run leaves behind that its computation determines. */
async function remains(name: string) {
  const paths = runFolder(join(folder, name));
  const { metrics, floors, teacher, status } = JSON.parse(await readFile(paths.status, "utf8")) as Record<
    string,
    unknown
  >;
  return {
    ...{ metrics, floors, teacher, status },
    log: await readFile(paths.metrics, "utf8"),
    checkpoint: await loadCheckpoint(paths.checkpoints, warn),
    samples: await readFile(join(paths.samples, "student.npy")),
  };
}

describe("a run that was interrupted and continued ends bit for bit as one that was not", () => {
  let whole: Awaited<ReturnType<typeof remains>>;
  beforeAll(async () => {
    await play("whole");
    whole = await remains("whole");
  });

  const steps = (["pretrain", "distill"] as const).flatMap((phase) => [1, 2, 3, 4, 5].map((step) => ({ phase, step })));
  test.each(steps)("at step $step of $phase", async (stopAt) => {
    const name = `${stopAt.phase}-${stopAt.step}`;
    expect((await play(name, stopAt)).status).toBe("interrupted");
    await play(name);
    expect(await remains(name)).toEqual(whole);
  });

  test("at several steps, one after the other", async () => {
    for (const stopAt of [...steps.slice(2, 4), ...steps.slice(6, 9)]) await play("often", stopAt);
    await play("often");
    expect(await remains("often")).toEqual(whole);
  });

  test("in its teacher's training, which another run then ends", async () => {
    await play("overtaken", { phase: "pretrain", step: 4 });
    await run({ experiment, out: join(folder, "overtaking") });
    const events: RunEvent[] = [];
    await run({ experiment, out: join(folder, "overtaken"), onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({ event: "teacher", source: "cache" });
    expect(await remains("overtaken")).toEqual(whole);
  });

  test("two runs of one experiment give the same bits", async () => {
    await play("again");
    expect(await remains("again")).toEqual(whole);
  });

  test("the comparison sees a difference: one step less is another run", async () => {
    await play("shorter", { phase: "distill", step: 5 });
    const shorter = await loadCheckpoint(runFolder(join(folder, "shorter")).checkpoints, warn);
    expect(shorter?.state["student.output.weight"]).not.toEqual(whole.checkpoint?.state["student.output.weight"]);
  });

  test("a run whose teacher comes from the cache is the same run, and trains no teacher", async () => {
    const events: RunEvent[] = [];
    await run({ experiment, out: join(folder, "cached"), onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({ event: "teacher", source: "cache" });
    expect(events.some((event) => event.event === "progress" && event.phase === "pretrain")).toBe(false);
    expect(await remains("cached")).toEqual({ ...whole, checkpoint: expect.objectContaining({ step: 6 }) as unknown });
  });
});

test("of runs at one time that want one teacher, one trains it", async () => {
  await rm(join(folder, "cache"), { recursive: true, force: true });
  const sources: string[] = [];
  const others = await Promise.all(
    ["0.1", "0.2", "0.3"].map((lambda) =>
      validateExperiment({ file: join(folder, "tiny.yaml"), overrides: [`loss.lambda=${lambda}`] }),
    ),
  );
  const onEvent = (event: RunEvent) => {
    if (event.event === "teacher") sources.push(event.source);
  };
  await Promise.all(others.map((each, i) => run({ experiment: each, out: join(folder, `shared-${i}`), onEvent })));
  expect(sources.sort()).toEqual(["cache", "cache", "trained"]);
});

test("a folder with a run of other settings is refused, and nothing in it changes", async () => {
  await play("other");
  const before = await remains("other");
  const changed = await validateExperiment({ file: join(folder, "tiny.yaml"), overrides: ["loss.lambda=1"] });
  await expect(run({ experiment: changed, out: join(folder, "other") })).rejects.toThrow("holds another experiment");
  expect(await remains("other")).toEqual(before);
});
