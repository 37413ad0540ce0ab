import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AgentOrder, definePlugin, type Launcher, TweedieError } from "@tweedie/core";
import { threadsEach } from "./shared/threads-each.ts";
import { slurmOptions } from "./slurm/options.ts";
import { countTasks, jobIdOf, largestArrayOf } from "./slurm/output.ts";
import { slurmScript, taskRanges } from "./slurm/script.ts";

/** What Slurm has where nothing else is configured. */
const usualLargestArray = 1_001;

/** The longest that a command of Slurm's may take, in milliseconds. */
const patience = 60_000;

/** Agents as the tasks of an array job. What is done with the trials is in the sweep's journal; of Slurm nothing else is needed. */
export default definePlugin({
  role: "launcher",
  summary: "Agents as array jobs of a Slurm cluster",
  options: slurmOptions,
  create: (options): Launcher => {
    const scripts = (order: AgentOrder, largest: number) =>
      taskRanges(order, options, largest).map((tasks) => slurmScript(order, options, tasks));
    return {
      attached: false,
      agent: () => ({
        workers: options.trials,
        threads: options.threads ?? threadsEach(options.cpus, options.trials),
      }),
      preview: (order) => scripts(order, usualLargestArray).join("\n"),
      launch: async (order) => {
        const config = await slurm("scontrol", ["show", "config"]);
        const folder = join(order.folder, "agents");
        await mkdir(folder, { recursive: true });
        const jobs: string[] = [];
        for (const script of scripts(order, largestArrayOf(config) ?? usualLargestArray)) {
          // An array begins when the one before it has ended, lest there be more agents at a time than was said.
          const after = jobs.length > 0 ? [`--dependency=afterany:${jobs.at(-1)!}`] : [];
          const job = jobIdOf(await slurm("sbatch", ["--parsable", ...after], script));
          await writeFile(join(folder, `${job}.sh`), script);
          jobs.push(job);
        }
        return jobs;
      },
      alive: async (jobs) => {
        // A job that it has forgotten makes squeue fail, so all of the user's are asked for.
        const listed = await slurm("squeue", ["--noheader", "--array", "--me", "--format=%F %t"]).catch(
          () => undefined,
        );
        return listed === undefined ? undefined : countTasks(listed, jobs);
      },
      cancel: async (jobs) => {
        // Agents that run end by themselves, with their trials saved: the sweep's journal says so.
        if (jobs.length > 0) await slurm("scancel", ["--quiet", "--state=PENDING", ...jobs]).catch(() => undefined);
      },
    };
  },
});

/** The output of a command of Slurm's. Words go to it as they are: there is no shell between. */
function slurm(command: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: patience }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const said = stderr.trim().split("\n").at(-1);
      const what = isMissing ? "there is no such command here" : said || error.message;
      const fix = isMissing ? "type this on a machine of the cluster, or set engine.use to local" : undefined;
      reject(new TweedieError({ where: command, what, fix }, { cause: error, exitCode: 1 }));
    });
    child.stdin!.on("error", () => undefined).end(input);
  });
}
