import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Trust } from "@tweedie/engine";
import type { StudyReader } from "@tweedie/study";

/** The file with the names of all jobs that were launched for a sweep, one per line. */
const fileOf = (folder: string): string => join(folder, "agents", "jobs.txt");

/** Appends the names of launched jobs. */
export async function recordJobs(folder: string, jobs: readonly string[]): Promise<void> {
  await mkdir(dirname(fileOf(folder)), { recursive: true });
  await appendFile(fileOf(folder), jobs.map((job) => `${job}\n`).join(""));
}

/** Reads the names of all jobs, ended ones included. */
export const readJobs = async (folder: string): Promise<readonly string[]> =>
  (await readFile(fileOf(folder), "utf8").catch(() => "")).split("\n").filter(Boolean);

/** Counts the launched agents that are alive; undefined if none was launched, or the launcher cannot tell or is not trusted. */
export async function liveAgents(
  study: StudyReader,
  trust: Trust,
): Promise<{ readonly running: number; readonly queued: number } | undefined> {
  const jobs = await readJobs(study.folder);
  if (jobs.length === 0) return undefined;
  const { loadLauncher } = await import("@tweedie/study");
  const { UntrustedCodeError } = await import("@tweedie/engine");
  try {
    return await (await loadLauncher(study, trust)).alive(jobs);
  } catch (error) {
    if (error instanceof UntrustedCodeError) return undefined;
    throw error;
  }
}

/** Cancels the agents that are still queued. */
export async function cancelJobs(study: StudyReader, trust: Trust): Promise<void> {
  const jobs = await readJobs(study.folder);
  if (jobs.length === 0) return;
  const { loadLauncher } = await import("@tweedie/study");
  await (await loadLauncher(study, trust)).cancel(jobs);
}
