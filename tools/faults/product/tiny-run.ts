import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, type End, faultOf, finish, lastLine } from "./process.ts";

/** An experiment of about a second, with a teacher that is trained, evaluations, and a checkpoint every 10 steps, also by time, and of the best steps. */
export const tinyExperiment = `
name: tiny
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 80, batch: 16 }
distill: { steps: 120, batch: 16 }
evaluate: { every: 40, samples: 32, draws: 32, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 5 }
checkpoint: { every: 10, seconds: 0.05, keepBest: { metric: sw2, count: 2 } }
`;

export const lastCheckpoint = "distill-000000120";

/** A run of the tiny experiment in a folder: `tiny.yaml`, the run folder `out`, and a cache of its own. */
export interface TinyRun {
  readonly build: string;
  readonly cwd: string;
  readonly out: string;
  readonly cache: string;
}

/** Prepares a run in an empty folder. Its cache shares only what depends on the sources alone. */
export function prepareTinyRun(build: string, cwd: string, { out = "out", experiment = tinyExperiment } = {}): TinyRun {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "tiny.yaml"), experiment);
  return { build, cwd, out, cache: createCache(build, cwd) };
}

/** Creates a cache folder that shares the stripped sources and compiled steps of a build. */
export function createCache(build: string, cwd: string): string {
  const cache = join(cwd, "cache");
  mkdirSync(cache, { recursive: true });
  for (const part of ["stripped", "steps"]) {
    const shared = join(build, "node_modules/.cache/tweedie-faults", part);
    mkdirSync(shared, { recursive: true });
    if (!existsSync(join(cache, part))) symlinkSync(shared, join(cache, part), "junction");
  }
  return cache;
}

/** The command that starts or resumes a run, on one thread. */
export const runCommand = ({ build, cwd, out, cache }: TinyRun, args: readonly string[] = []): Command => ({
  build,
  cwd,
  cache,
  args: ["run", "tiny.yaml", "--out", out, "--threads", "1", ...args],
});

/** Codes of a finished run: after so few steps the student may not have converged. */
export const hasFinished = ({ code }: End): boolean => code === 0 || code === 3;

/** Deterministic results of a run as one text: its metrics, digests of its log and of its weights, and its checkpoints. */
export function resultsOf(folder: string): string {
  const digest = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
  const { metrics, status } = JSON.parse(readFileSync(join(folder, "status.json"), "utf8")) as Record<string, unknown>;
  const files = ["metrics.jsonl", `checkpoints/${lastCheckpoint}/state.safetensors`, "teacher/weights.safetensors"];
  const checkpoints = readdirSync(join(folder, "checkpoints")).filter((name) => /^(pretrain|distill)-\d+$/.test(name));
  return JSON.stringify({ status, metrics, files: files.map(digest), checkpoints: checkpoints.sort() });
}

/** An uninterrupted run: its results, and its milliseconds from start to end. */
export interface Whole {
  readonly results: string;
  readonly time: number;
}

const wholes = new Map<string, Promise<Whole>>();

/** Runs the tiny experiment uninterrupted, once for each build. */
export function wholeRun(build: string): Promise<Whole> {
  const made = wholes.get(build) ?? makeWhole(build);
  wholes.set(build, made);
  return made;
}

async function makeWhole(build: string): Promise<Whole> {
  const cwd = mkdtempSync(join(tmpdir(), "tweedie-whole-"));
  try {
    // The first run fills the cache of stripped sources, so that the second has the time of those that follow.
    let time = 0;
    for (const out of ["first", "second"]) {
      const tiny = prepareTinyRun(build, join(cwd, out));
      const begun = performance.now();
      const end = await finish(runCommand(tiny));
      time = performance.now() - begun;
      if (!hasFinished(end)) throw new Error(`an undisturbed run failed: ${faultOf(end) ?? lastLine(end.stderr)}`);
    }
    return { results: resultsOf(join(cwd, "second/out")), time };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** A place in a run as one number: its phase and step. */
export const placeOf = ({ phase, step }: { readonly phase: string; readonly step: number }): number =>
  (phase === "distill" ? 1_000 : 0) + step;

/** Place of the newest checkpoint that a run has reported as saved in `status.json`; 0 if none. */
export function savedPlace(folder: string): number {
  try {
    return placeOf(JSON.parse(readFileSync(join(folder, "status.json"), "utf8")) as { phase: string; step: number });
  } catch {
    return 0; // not written yet
  }
}
