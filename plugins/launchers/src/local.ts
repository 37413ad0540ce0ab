import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { definePlugin, type Launcher, shellWord } from "@tweedie/core";
import { z } from "zod";
import { threadsEach } from "./shared/threads-each.ts";

const options = z.strictObject({
  parallel: z.int().positive().optional().describe("Trials at a time; default: as many as there are cores."),
  threads: z
    .int()
    .positive()
    .optional()
    .describe(
      "Threads of one trial; default: the cores, divided between the trials. The last bits of a result depend on it.",
    ),
});

/** One agent on this machine. */
export default definePlugin({
  role: "launcher",
  summary: "Trials in processes on this machine",
  options,
  create: ({ parallel, threads }): Launcher => ({
    attached: true,
    agent: (wanted) => {
      const cores = availableParallelism();
      const workers = wanted ?? parallel ?? cores;
      return { workers, threads: threads ?? threadsEach(cores, workers) };
    },
    preview: ({ command }) => `${command.map(shellWord).join(" ")}\n`,
    launch: ({ command: [program, ...args], folder }) => {
      mkdirSync(join(folder, "agents"), { recursive: true });
      const log = openSync(join(folder, "agents", "local.log"), "a");
      const child = spawn(program!, args, { detached: true, stdio: ["ignore", log, log] });
      closeSync(log);
      child.unref();
      return Promise.resolve([String(child.pid)]);
    },
    alive: (jobs) => Promise.resolve({ running: jobs.filter((job) => isAlive(Number(job))).length, queued: 0 }),
    cancel: () => Promise.resolve(), // it looks into the journal before each trial and at each sign of life
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
