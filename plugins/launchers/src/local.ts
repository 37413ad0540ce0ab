import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { definePlugin, type Launcher, shellWord } from "@tweedie/core";
import { createFolder } from "@tweedie/core/files";
import { z } from "zod";

/** Threads of each of several concurrent trials, which divide the cores among them. */
export const threadsPerTrial = (cores: number, trials: number): number => Math.max(1, Math.floor(cores / trials));

const options = z.strictObject({
  parallel: z
    .int()
    .positive()
    .optional()
    .describe("Concurrent trials; default: the number of cores.")
    .meta({ example: 4 }),
  threads: z
    .int()
    .positive()
    .optional()
    .describe("Threads of one trial; default: cores / concurrent trials. Affects the last bits of results.")
    .meta({ example: 2 }),
});

/** One agent on this machine. */
export default definePlugin({
  role: "launcher",
  summary: "Trials in processes on this machine",
  aliases: ["multiprocessing"],
  options,
  create: ({ parallel, threads }): Launcher => ({
    attached: true,
    agent: (wanted) => {
      const cores = availableParallelism();
      const workers = wanted ?? parallel ?? cores;
      return { workers, threads: threads ?? threadsPerTrial(cores, workers) };
    },
    preview: ({ command }) => `${command.map(shellWord).join(" ")}\n`,
    launch: async ({ command: [program, ...args], folder }) => {
      await createFolder(join(folder, "agents"));
      const log = openSync(join(folder, "agents", "local.log"), "a");
      const child = spawn(program!, args, { detached: true, stdio: ["ignore", log, log] });
      closeSync(log);
      child.unref();
      return [String(child.pid)];
    },
    alive: (jobs) => Promise.resolve({ running: jobs.filter((job) => isAlive(Number(job))).length, queued: 0 }),
    cancel: () => Promise.resolve(), // the agent checks the journal before each trial and at each heartbeat
  }),
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
