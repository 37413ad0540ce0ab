import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Study } from "@tweedie/study";

/** Where a sweep keeps the names of the jobs that were started for it, one a line. */
const fileOf = (folder: string): string => join(folder, "agents", "jobs.txt");

export async function rememberJobs(folder: string, jobs: readonly string[]): Promise<void> {
  await mkdir(dirname(fileOf(folder)), { recursive: true });
  await appendFile(fileOf(folder), jobs.map((job) => `${job}\n`).join(""));
}

/** All that were ever started. */
export const jobsOf = async (folder: string): Promise<readonly string[]> =>
  (await readFile(fileOf(folder), "utf8").catch(() => "")).split("\n").filter(Boolean);

/** The agents that were started elsewhere, as they are now; undefined where none were, or nobody can tell. */
export async function aliveOf(
  study: Study,
): Promise<{ readonly running: number; readonly queued: number } | undefined> {
  const jobs = await jobsOf(study.folder);
  if (jobs.length === 0) return undefined;
  const { loadLauncher } = await import("@tweedie/study");
  return (await loadLauncher(study)).alive(jobs);
}

/** Takes back the agents that have not begun. */
export async function cancelJobs(study: Study): Promise<void> {
  const jobs = await jobsOf(study.folder);
  if (jobs.length === 0) return;
  const { loadLauncher } = await import("@tweedie/study");
  await (await loadLauncher(study)).cancel(jobs);
}
