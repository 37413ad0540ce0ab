import type { Plugin } from "@tweedie/core";
import { unless } from "../../problems/findings.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

const request = { name: "lambda", folder: "/sweeps/lambda", command: ["node", "agent.js"] };

/** The contract of a launcher. No agent is started. */
export const launcherSuite = (plugin: Plugin<"launcher">, setup: Setup = {}): Suite => ({
  name: "launcher",
  checks: [
    ...optionChecks(plugin, setup),
    {
      name: "an agent has at least one worker and one thread",
      find: () =>
        [undefined, 1, 3].map((parallel) => {
          const { workers, threads } = make(plugin, setup).agent(parallel);
          const isSound = [workers, threads].every((count) => Number.isInteger(count) && count > 0);
          return unless(isSound, `agent(${parallel}) has ${workers} workers with ${threads} threads`);
        }),
    },
    {
      name: "the preview is the same text each time, also if the number of trials is unknown",
      find: () =>
        [1, 40, Infinity].map((trials) => {
          const [first, second] = [1, 2].map((): unknown => make(plugin, setup).preview({ ...request, trials }));
          return unless(
            typeof first === "string" && first === second,
            `of ${trials} trials: first ${String(first)}, then ${String(second)}`,
          );
        }),
    },
  ],
});
