import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type RunEvent, run, runFolder, validateExperiment } from "../index.ts";
import { makeProject, plugin } from "../plugins/project.fixture.ts";
import type { AheadSetting } from "./draw-source.ts";
import type { Ring } from "./ring.ts";

/** How long a step waits for the thread, in milliseconds, and the steps that came from it. */
const thread = { patience: 30_000, taken: [] as number[] };

// A step of these runs is over before the thread has begun: here it waits for what elsewhere it would draw itself.
vi.mock(import("./ring.ts"), async (original) => {
  const ring = await original();
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const take = (of: Ring, step: number) => {
    const end = performance.now() + thread.patience;
    while (!ring.isThere(of, step) && performance.now() < end) Atomics.wait(pause, 0, 0, 1);
    const taken = ring.take(of, step);
    if (taken) thread.taken.push(step);
    return taken;
  };
  return { ...ring, take };
});

const yaml = (loss: string): string => `name: ring
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: ${loss}
pretrain: { steps: 10, batch: 8 }
distill: { steps: 20, batch: 8, student: { time: time-laws/sid } }
evaluate: { every: 10, samples: 16, draws: 16, teacherSteps: 2, metrics: [metrics/sliced-wasserstein] }
log: { every: 1 }
checkpoint: { every: 7 }
`;

/** A loss with draws of its own, which fail at some steps: always the same ones. */
const failing = plugin({
  create: `() => ({
    student: ({ epsTeacher, epsFake, draws }) => epsTeacher.sub(epsFake).square().sum(1).mul(draws.weight),
    draws(random, count) {
      const weight = random.uniform(count);
      if (weight[0] < 0.1) throw new RangeError("weight " + weight[0]);
      return { weight: { shape: [count], data: weight } };
    },
  })`,
});

interface Lab {
  readonly folder: string;
  /** Runs to the end, or to what an event makes of it, and gives the log. */
  play(
    name: string,
    drawAhead: AheadSetting,
    onEvent?: (event: RunEvent, stop: AbortController) => void,
  ): Promise<string>;
}

/** A lab in which an experiment is run, here with draws from another thread and there without. */
function lab(loss: string): Lab {
  const folder = makeProject({ "ring.yaml": yaml(loss), "plugins/failing.ts": failing });
  vi.stubEnv("TWEEDIE_CACHE", join(folder, "cache"));
  onTestFinished(() => void vi.unstubAllEnvs());
  thread.taken = [];
  return {
    folder,
    async play(name, drawAhead, onEvent) {
      vi.stubEnv("TWEEDIE_CACHE", join(folder, `cache-${name}`));
      const experiment = await validateExperiment({ file: join(folder, "ring.yaml") });
      const stop = new AbortController();
      const out = join(folder, "runs", name);
      await run({
        experiment,
        out,
        drawAhead,
        threads: 1,
        signal: stop.signal,
        onEvent: (event) => onEvent?.(event, stop),
      });
      return readFileSync(runFolder(out).metrics, "utf8");
    },
  };
}

const steps = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("a run with draws from another thread writes the same log, interrupted or not", async () => {
  const { play } = lab("sid/l2");
  const alone = await play("alone", "never");
  expect(thread.taken).toEqual([]);
  expect(await play("ahead", "always")).toBe(alone);
  expect(thread.taken).toEqual([...steps(2, 10), ...steps(2, 20)]);

  thread.taken = [];
  await play("stopped", "always", (event, stop) => {
    if (event.event === "metrics" && event.phase === "distill" && event.step === 5) stop.abort();
  });
  expect(await play("stopped", "always")).toBe(alone);
  expect(thread.taken).toEqual([...steps(2, 10), ...steps(2, 5), ...steps(7, 20)]);
});

test("what a plugin throws in the other thread is what it throws in this one", async () => {
  const { folder, play } = lab("./plugins/failing.ts");
  const thrown = async (name: string, drawAhead: AheadSetting) =>
    play(name, drawAhead).catch((error: unknown) => (error as Error).message);
  const alone = await thrown("alone", "never");
  expect(alone).toMatch(/failing\.ts:\d+:\d+: `\.\/plugins\/failing\.ts` fails: RangeError: weight 0\.0/);

  thread.patience = 10_000;
  onTestFinished(() => void (thread.patience = 30_000));
  expect(await thrown("ahead", "always")).toBe(alone);
  expect(thread.taken.length).toBeGreaterThan(9);
  const log = (name: string) => readFileSync(runFolder(join(folder, "runs", name)).metrics, "utf8");
  expect(log("ahead")).toBe(log("alone"));
});

test("an edit of a plugin while its run goes on changes nothing", async () => {
  const { folder, play } = lab("./plugins/failing.ts");
  const file = join(folder, "plugins/failing.ts");
  writeFileSync(file, failing.replace("< 0.1", "< 0"));
  const alone = await play("alone", "never");
  const edit = ({ event }: RunEvent) => {
    if (event === "start") writeFileSync(file, failing.replace("< 0.1", "< 2"));
  };
  expect(await play("ahead", "always", edit)).toBe(alone);
  expect(thread.taken).toEqual([...steps(2, 10), ...steps(2, 20)]);
});

test("a process ends when its run does", () => {
  const { folder } = lab("sid/l2");
  const program = `
    import ${JSON.stringify(import.meta.resolve("@tweedie/engine/run-typescript"))};
    const { run, validateExperiment } = await import(${JSON.stringify(import.meta.resolve("@tweedie/engine"))});
    const experiment = await validateExperiment({ file: "ring.yaml", overrides: ["distill.steps=400"] });
    const { status, step } = await run({ experiment, out: "runs/process", drawAhead: "always", threads: 1 });
    console.log(status, step);
  `;
  writeFileSync(join(folder, "program.mjs"), program);
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const ended = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, env, encoding: "utf8", timeout: 120_000 });
  expect(ended.stderr).toBe("");
  expect(ended.stdout).toMatch(/^(completed|not-converged) 400\n$/);
  expect(ended.status).toBe(0);
});
