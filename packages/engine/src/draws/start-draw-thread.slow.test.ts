import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type RunEvent, readMetrics, run, runFolder, validateExperiment } from "../index.ts";
import { lossPlugin, pluginProject } from "../plugins/project.fixture.ts";
import type { DrawAheadSetting } from "./draw-source.ts";
import { thread } from "./waiting-draw-buffer.fixture.ts";

vi.mock(import("./draw-buffer.ts"), async (original) => {
  const { waitingDrawBuffer } = await import("./waiting-draw-buffer.fixture.ts");
  return waitingDrawBuffer(await original());
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

/** A loss whose draws fail at some steps, always the same ones. */
const failing = lossPlugin({
  create: `() => ({
    student: ({ epsTeacher, epsFake, draws }) => epsTeacher.sub(epsFake).square().sum(1).mul(draws.weight),
    draws(random, count) {
      const weight = random.uniform(count);
      if (weight[0] < 0.1) throw new RangeError("weight " + weight[0]);
      return { weight: { shape: [count], data: weight } };
    },
  })`,
});

/** Creates a project with an experiment that has the given loss. */
function createProject(loss: string) {
  const folder = pluginProject({ "ring.yaml": yaml(loss), "plugins/failing.ts": failing });
  onTestFinished(() => void vi.unstubAllEnvs());
  thread.taken = [];
  thread.lastStep = Infinity;
  const runIn = (name: string) => join(folder, "runs", name);
  return {
    folder,
    runIn,
    /** Runs to the end, or until an event aborts the run. Returns the log. */
    async run(
      name: string,
      drawAhead: DrawAheadSetting,
      onEvent?: (event: RunEvent, controller: AbortController) => void,
    ): Promise<string> {
      vi.stubEnv("TWEEDIE_CACHE", join(folder, `cache-${name}`));
      const experiment = await validateExperiment({ file: join(folder, "ring.yaml") });
      const controller = new AbortController();
      await run({
        experiment,
        out: runIn(name),
        drawAhead,
        threads: 1,
        signal: controller.signal,
        onEvent: (event) => onEvent?.(event, controller),
      });
      return readFileSync(runFolder(runIn(name)).metrics, "utf8");
    },
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("a run with draws from another thread writes the same log, interrupted or not", async () => {
  const project = createProject("sid/l2");
  const log = await project.run("one-thread", "never");
  expect(thread.taken).toEqual([]);
  expect(await project.run("two-threads", "always")).toBe(log);
  expect(thread.taken).toEqual([...range(2, 10), ...range(2, 20)]);

  thread.taken = [];
  await project.run("interrupted", "always", (event, controller) => {
    if (event.event === "metrics" && event.phase === "distill" && event.step === 5) controller.abort();
  });
  expect(await project.run("interrupted", "always")).toBe(log);
  expect(thread.taken).toEqual([...range(2, 10), ...range(2, 5), ...range(7, 20)]);
});

test("an error of a plugin in the other thread is reported as in this thread", async () => {
  const project = createProject("./plugins/failing.ts");
  const errorOf = (name: string, drawAhead: DrawAheadSetting) =>
    project.run(name, drawAhead).catch((error: unknown) => (error as Error).message);
  const error = await errorOf("one-thread", "never");
  expect(error).toMatch(/failing\.ts:\d+:\d+: `\.\/plugins\/failing\.ts`.*RangeError: weight 0\.0/);

  const logOf = (name: string) => runFolder(project.runIn(name)).metrics;
  const lastRow = (await readMetrics(logOf("one-thread"))).at(-1)!;
  expect(lastRow.phase).toBe("distill");
  thread.lastStep = lastRow.step;
  expect(await errorOf("two-threads", "always")).toBe(error);
  expect(thread.taken).toEqual(expect.arrayContaining(range(2, lastRow.step)));
  expect(readFileSync(logOf("two-threads"), "utf8")).toBe(readFileSync(logOf("one-thread"), "utf8"));
});

test("an edit of a plugin during its run changes nothing", async () => {
  const project = createProject("./plugins/failing.ts");
  const file = join(project.folder, "plugins/failing.ts");
  writeFileSync(file, failing.replace("< 0.1", "< 0"));
  const log = await project.run("one-thread", "never");
  const edit = ({ event }: RunEvent) => {
    if (event === "start") writeFileSync(file, failing.replace("< 0.1", "< 2"));
  };
  expect(await project.run("two-threads", "always", edit)).toBe(log);
  expect(thread.taken).toEqual([...range(2, 10), ...range(2, 20)]);
});

test("a process exits at the end of its run", () => {
  const { folder } = createProject("sid/l2");
  const program = `
    import ${JSON.stringify(import.meta.resolve("@tweedie/engine/run-typescript"))};
    const { run, validateExperiment } = await import(${JSON.stringify(import.meta.resolve("@tweedie/engine"))});
    const experiment = await validateExperiment({ file: "ring.yaml", overrides: ["distill.steps=400"] });
    const { status, step } = await run({ experiment, out: "runs/process", drawAhead: "always", threads: 1 });
    console.log(status, step);
  `;
  writeFileSync(join(folder, "program.mjs"), program);
  const { NODE_OPTIONS: _, VITEST: __, ...inherited } = process.env;
  const env = { ...inherited, TWEEDIE_CACHE: join(folder, "cache") };
  const ended = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, env, encoding: "utf8", timeout: 120_000 });
  expect(ended.stderr).toBe("");
  expect(ended.stdout).toMatch(/^(completed|not-converged) 400\n$/);
  expect(ended.status).toBe(0);
});
