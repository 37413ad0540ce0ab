import { spawn } from "node:child_process";
import { once } from "node:events";
import { definePlugin, shellWord } from "@tweedie/core";
import { z } from "zod";

/** Starts the agents that run the trials of a sweep. This example starts them in the background of this machine. */
export default definePlugin({
  role: "launcher",
  summary: "agents in the background of this machine",
  options: z.strictObject({
    agents: z.int().positive().default(1).describe("Number of agents."),
    prefix: z.array(z.string()).default([]).describe("Words before the command of an agent, such as `[nice]`."),
  }),
  create: ({ agents, prefix }) => ({
    attached: false,
    agent: (parallel = 1) => ({ workers: parallel, threads: 1 }),
    preview: ({ command }) => `${[...prefix, ...command].map(shellWord).join(" ")} &\n`.repeat(agents),
    async launch({ command }) {
      const [program = "", ...words] = [...prefix, ...command];
      const jobs: string[] = [];
      for (let i = 0; i < agents; i++) {
        const child = spawn(program, words, { detached: true, stdio: "ignore" });
        await once(child, "spawn"); // throws if there is no such program
        child.unref();
        jobs.push(String(child.pid));
      }
      return jobs;
    },
    alive: (jobs) => Promise.resolve({ running: jobs.filter(isAlive).length, queued: 0 }),
    cancel: () => Promise.resolve(), // an agent learns of a cancellation from the journal of the sweep
  }),
});

function isAlive(job: string): boolean {
  try {
    return process.kill(Number(job), 0); // sends no signal
  } catch {
    return false;
  }
}
