import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultsOf } from "../../sweeps/results.ts";
import { type Command, faultOf, finish, lastLine } from "./process.ts";
import { prepareTinyRun, type TinyRun, type Whole } from "./tiny-run.ts";

/** Prepares a sweep of the tiny experiment in an empty folder. */
export const prepareTinySweep = (build: string, cwd: string, out = "sweep"): TinyRun =>
  prepareTinyRun(build, cwd, { out });

const values = ["loss.lambda=0,1", "seed=0,1", "pretrain.steps=40", "distill.steps=60", "evaluate.every=20"];

/** The command that starts or resumes a sweep of four trials, two at a time. */
export const sweepCommand = ({ build, cwd, out, cache }: TinyRun, args: readonly string[] = []): Command => ({
  build,
  cwd,
  cache,
  args: ["sweep", "tiny.yaml", ...values, "--out", out, "--parallel", "2", ...args],
});

let whole: Promise<Whole> | undefined;

/** Runs the sweep uninterrupted, once. */
export const wholeSweep = (build: string): Promise<Whole> => (whole ??= makeWhole(build));

async function makeWhole(build: string): Promise<Whole> {
  const cwd = mkdtempSync(join(tmpdir(), "tweedie-whole-"));
  try {
    const tiny = prepareTinySweep(build, cwd);
    const begun = performance.now();
    const end = await finish(sweepCommand(tiny));
    const time = performance.now() - begun;
    if (end.code !== 0) throw new Error(`an undisturbed sweep failed: ${faultOf(end) ?? lastLine(end.stderr)}`);
    return { results: resultsOf(join(cwd, tiny.out)), time };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
