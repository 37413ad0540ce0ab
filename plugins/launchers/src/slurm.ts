import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LaunchRequest, definePlugin, type Launcher, TweedieError } from "@tweedie/core";
import { createFolder } from "@tweedie/core/files";
import { threadsPerTrial } from "./local.ts";
import { slurmOptions } from "./slurm/options.ts";
import { countTasks, jobIdOf, largestArrayOf } from "./slurm/output.ts";
import { slurmScript, taskRanges } from "./slurm/script.ts";

/** Slurm's default MaxArraySize. */
const defaultLargestArray = 1_001;

/** Timeout of a Slurm command, in milliseconds. */
const commandTimeout = 60_000;

/** Agents as tasks of array jobs. The state of the trials is in the sweep's journal, so Slurm's accounting is not needed. */
export default definePlugin({
  role: "launcher",
  summary: "Agents as array jobs of a Slurm cluster",
  aliases: ["sbatch", "submitit"],
  options: slurmOptions,
  create: (options): Launcher => {
    const scripts = (request: LaunchRequest, largest: number) =>
      taskRanges(request, options, largest).map((tasks) => slurmScript(request, options, tasks));
    return {
      attached: false,
      agent: () => ({
        workers: options.trials,
        threads: options.threads ?? threadsPerTrial(options.cpus, options.trials),
      }),
      preview: (request) => scripts(request, defaultLargestArray).join("\n"),
      launch: async (request) => {
        const config = await slurm("scontrol", ["show", "config"]);
        const folder = join(request.folder, "agents");
        await createFolder(folder);
        const jobs: string[] = [];
        for (const script of scripts(request, largestArrayOf(config) ?? defaultLargestArray)) {
          // Arrays run one after another, so that no more agents run at a time than the limit.
          const after = jobs.length > 0 ? [`--dependency=afterany:${jobs.at(-1)!}`] : [];
          const job = jobIdOf(await slurm("sbatch", ["--parsable", ...after], script));
          await writeFile(join(folder, `${job}.sh`), script);
          jobs.push(job);
        }
        return jobs;
      },
      alive: async (jobs) => {
        // Lists all jobs of the user, because squeue fails on a job id that it no longer knows.
        const listed = await slurm("squeue", ["--noheader", "--array", "--me", "--format=%F %t"]).catch(
          () => undefined,
        );
        return listed === undefined ? undefined : countTasks(listed, jobs);
      },
      cancel: async (jobs) => {
        // Running agents read the cancellation in the journal and end after saving their trials.
        if (jobs.length > 0) await slurm("scancel", ["--quiet", "--state=PENDING", ...jobs]).catch(() => undefined);
      },
    };
  },
});

/**
 * Runs a Slurm command without a shell. Returns its standard output.
 *
 * @throws TweedieError if the command is missing or fails.
 */
function slurm(command: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: commandTimeout }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const lastLine = stderr.trim().split("\n").at(-1);
      const what = isMissing ? "command not found on this machine" : lastLine || error.message;
      const fix = isMissing ? "run this on a login node of the cluster, or set engine.use to local" : undefined;
      reject(new TweedieError({ where: command, what, fix }, { cause: error, exitCode: 1 }));
    });
    child.stdin!.on("error", () => undefined).end(input);
  });
}
