import { cpSync } from "node:fs";
import { join } from "node:path";
import { start } from "./process.ts";
import { prepareTinyRun, runCommand, savedPlace, type TinyRun } from "./tiny-run.ts";

/** Runs the tiny experiment until its distillation has some checkpoints, and kills it. */
export async function interruptedRun(build: string, cwd: string): Promise<TinyRun> {
  const tiny = prepareTinyRun(build, cwd);
  const running = start(runCommand(tiny, ["--json"]));
  running.onOutput(() => {
    if (savedPlace(join(cwd, tiny.out)) >= 1_030) running.kill();
  });
  await running.end;
  return tiny;
}

/** Copies an interrupted run, with a cache that has no teacher. */
export function copyRun(build: string, { cwd, out }: TinyRun, to: string): TinyRun {
  const copy = prepareTinyRun(build, to);
  cpSync(join(cwd, out), join(to, out), { recursive: true });
  return copy;
}
