import { execFile, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loggedRingExperiment, temporaryProject } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const hook = fileURLToPath(new URL("./loaded-modules.fixture.mjs", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const yaml = loggedRingExperiment("checkpoint: { every: 1, keep: 5 }\n").replace(
  "samples: 16",
  "samples: 16, metrics: [metrics/sliced-wasserstein]",
);
const folder = temporaryProject({ "ring.yaml": yaml }, afterAll);

/** Runs a command in a process of its own. Returns its output, and the modules of this repository that it loaded. */
async function tweedie(...argv: readonly string[]) {
  const loaded = join(folder, `loaded-${argv[0]}.txt`);
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", hook, bin, ...argv], {
    cwd: folder,
    env: { ...process.env, LOADED_MODULES: loaded, TWEEDIE_CACHE: join(folder, "cache") },
  }).catch((error: { readonly code?: number; readonly stdout: string }) => {
    if (error.code === 3) return error; // after so few steps the student has not converged
    throw error as unknown as Error;
  });
  const modules = (await readFile(loaded, "utf8"))
    .split("\n")
    .flatMap((url) => /\/(packages|plugins)\/[^?]*\.ts$/.exec(url)?.[0] ?? []);
  return { stdout, modules: new Set(modules) };
}

beforeAll(async () => {
  for (const seed of [0, 1]) await tweedie("run", "ring.yaml", "--seed", String(seed), "-o", `runs/${seed}`);
}, 120_000);

describe("5 checkpoints of each of two runs with a metric that they did not have", () => {
  let evaluated: Awaited<ReturnType<typeof tweedie>>;
  beforeAll(async () => {
    evaluated = await tweedie("evaluate", "0", "1", "metrics=metrics/mmd", "--checkpoint", "all", "--json");
  }, 120_000);

  test("are measured and stored", () => {
    const results = evaluated.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Result);
    expect(results.map(({ run }) => run)).toEqual(["runs/0", "runs/1"]);
    for (const { evaluations } of results) {
      expect(evaluations.map(({ step }) => step)).toEqual([2, 3, 4, 5, 6]);
      for (const { metrics } of evaluations) expect(metrics).toEqual({ mmd2: expect.any(Number) as number });
    }
  });

  test("without any module of the training: no optimiser step, loss, fake score, time law or weighting", async () => {
    const training = [
      /^\/packages\/engine\/src\/train\//,
      /^\/packages\/engine\/src\/(draws\/draw-source|diagnostics\/diagnostics)/,
      /^\/packages\/engine\/src\/steps\/(distillation|denoising|trainable-weights|gradients|micro-batches|step-program)/,
      /^\/plugins\/(?!datasets|networks|teachers|students|schedules|metrics|extractors)/,
    ];
    const isTraining = (path: string) => training.some((pattern) => pattern.test(path));
    expect([...evaluated.modules].filter(isTraining)).toEqual([]);
    // The control: the patterns name modules that a run loads.
    const { modules } = await tweedie("run", "ring.yaml", "--seed", "2", "-o", "runs/2");
    for (const pattern of training)
      expect(
        [...modules].some((path) => pattern.test(path)),
        String(pattern),
      ).toBe(true);
    expect([...modules]).toContain("/plugins/sid/src/l2.ts");
  }, 120_000);

  test("are shown, compared and reported", async () => {
    const { stdout } = await tweedie("show", "0");
    expect(stdout).toMatch(
      /Further evaluations\n +mmd2\n +step 2 .*(\n +step \d .*){4}\n +teacher .*\n +floor .*\n +gaussian/,
    );
    expect((await tweedie("compare", "0", "1")).stdout).toMatch(/^mmd2 +\S/m);
    expect((await tweedie("ls", "--columns", "mmd2")).stdout).toMatch(/mmd2/);
    const [listed] = (await tweedie("ls", "--json", "--where", "run=runs/0")).stdout.split("\n");
    const { evaluations } = JSON.parse(listed!) as Result;
    expect(evaluations.map(({ step }) => step)).toEqual([2, 3, 4, 5, 6]);
    expect(await readFile(join(folder, "runs/0/report.html"), "utf8")).toContain("Further evaluations</h2>");
  }, 120_000);
});

test("an evaluation that is killed keeps what it has stored, and the same command completes it", async () => {
  const words = ["evaluate", "1", "metrics=metrics/modes", "--checkpoint", "all", "--json"];
  const before = await filesOf("1");
  const killed = await new Promise((resolve) => {
    const kill = fileURLToPath(new URL("./kill-at-rename.fixture.mjs", import.meta.url));
    const env = { ...process.env, TWEEDIE_CACHE: join(folder, "cache") };
    const child = spawn(process.execPath, ["--import", kill, bin, ...words], { cwd: folder, env, stdio: "ignore" });
    child.on("close", (_, signal) => resolve(signal));
  });
  expect(killed).toBe("SIGKILL");
  const stored = await evaluationsOf("1");
  const former = JSON.parse(before.get("evaluations.json") ?? '{"evaluations":[]}') as Pick<Result, "evaluations">;
  expect(stored.slice(0, -1)).toEqual(former.evaluations);
  expect(stored.at(-1)).toMatchObject({ step: 2, metrics: { modes: expect.any(Number) as number } });

  const { evaluations } = JSON.parse((await tweedie(...words)).stdout) as Result;
  expect(evaluations.map(({ step }) => step)).toEqual([2, 3, 4, 5, 6]);
  expect(evaluations[0]).toEqual(stored.at(-1));
  const after = await filesOf("1");
  for (const name of ["evaluations.json", "report.html"]) [before, after].forEach((files) => files.delete(name));
  expect(after).toEqual(before);
}, 120_000);

/** All files of a run by name, as text. */
async function filesOf(run: string): Promise<Map<string, string>> {
  const root = join(folder, "runs", run);
  const entries = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(root, path), await readFile(path, "latin1")] as const;
  });
  return new Map((await Promise.all(files)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const evaluationsOf = async (run: string) =>
  (JSON.parse(await readFile(join(folder, "runs", run, "evaluations.json"), "utf8")) as Result).evaluations;

interface Result {
  readonly run: string;
  readonly evaluations: readonly { readonly step: number; readonly metrics: object }[];
}
