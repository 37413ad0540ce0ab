import { appendFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { createFolder, fileLimits, ifExists, readRegularText } from "@tweedie/core/files";
import type { Trust } from "@tweedie/engine";
import type { StudyReader } from "@tweedie/study";

/** The file with the names of all jobs that were launched for a sweep, a line with a checksum each. */
const fileOf = (folder: string): string => join(folder, "agents", "jobs.jsonl");

/** The file of version 0.1.0, with a name per line. */
const formerFileOf = (folder: string): string => join(folder, "agents", "jobs.txt");

/** Appends the names of launched jobs. */
export async function recordJobs(folder: string, jobs: readonly string[]): Promise<void> {
  const { encodeLine } = await import("@tweedie/study");
  await createFolder(dirname(fileOf(folder)));
  await appendFile(fileOf(folder), jobs.map((job) => encodeLine({ job })).join(""));
}

/** Reads the names of all jobs, ended ones included. @throws TweedieError if a line is damaged: it could name another job of the user */
export async function readJobs(folder: string): Promise<readonly string[]> {
  const { decodeLine } = await import("@tweedie/study");
  const jobs = (await linesOf(fileOf(folder))).map((line, i) => {
    const record = decodeLine(line) as { readonly job: string } | undefined;
    if (record) return record.job;
    const fix = "delete the line, and cancel its job by hand if it is still queued";
    throw new TweedieError({ where: `${fileOf(folder)}:${i + 1}`, what: "does not match its checksum", fix });
  });
  return [...(await linesOf(formerFileOf(folder))), ...jobs];
}

async function linesOf(file: string): Promise<readonly string[]> {
  const text = (await ifExists(readRegularText(file, fileLimits.json))) ?? "";
  return text.split("\n").filter(Boolean);
}

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
