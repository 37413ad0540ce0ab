import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, finish } from "./process.ts";
import { hasFinished, prepareTinyRun, runCommand, type TinyRun } from "./tiny-run.ts";

const experiment = (name: string) => `
name: ${name}
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 4, batch: 8 }
evaluate: { every: 2, samples: 16, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 1 }
`;

/** Runs a small experiment whose teacher is a closed form. */
export async function makeSmallRun(build: string, cwd: string, name = "small"): Promise<TinyRun> {
  const tiny = prepareTinyRun(build, cwd, { experiment: experiment(name) });
  const end = await finish(runCommand(tiny));
  if (!hasFinished(end)) throw new Error(`the run failed: ${end.stderr}`);
  return tiny;
}

/**
 * Copies a finished run and writes a text into everything that a stranger can name: the run, its metrics, its backend, its warnings, the
 * reason of its end, keys of the log. Seals of files are removed, as a stranger would write others.
 */
export function makeHostile({ cwd, out }: TinyRun, to: string, text: string): void {
  cpSync(join(cwd, out), to, { recursive: true });
  const status = JSON.parse(readFileSync(join(to, "status.json"), "utf8")) as Record<string, unknown>;
  const rename = (numbers: unknown) => ({ ...(numbers as object), [text]: 0.25 });
  for (const key of ["metrics", "floors", "baselines", "teacher"]) status[key] = rename(status[key]);
  const { sha256: _, files: __, ...rest } = status;
  const hostile = { ...rest, name: text, backend: text, reason: text, version: text, warnings: [text] };
  writeFileSync(join(to, "status.json"), JSON.stringify(hostile, undefined, 2));
  const rows = readFileSync(join(to, "metrics.jsonl"), "utf8").trim().split("\n");
  const renamed = rows.map((row) => JSON.stringify(rename(JSON.parse(row))));
  writeFileSync(join(to, "metrics.jsonl"), `${renamed.join("\n")}\n`);
}

/** A command in the folder of a run. */
export const commandIn = ({ build, cwd, cache }: TinyRun, ...args: readonly string[]): Command => ({
  build,
  cwd,
  cache,
  args,
});
