import { definePlugin, type Dimension } from "@tweedie/core";
import { z } from "zod";

const options = z.strictObject({});

export const sampler = definePlugin({
  role: "sampler",
  summary: "The first choice, and the median of every range",
  options,
  create: () => ({
    suggest: ({ space }) => {
      const isActive = ({ when }: Dimension) => when === undefined || when.choice === 0;
      const active = space.filter(isActive);
      return Object.fromEntries(active.map((each) => [each.name, each.kind === "choice" ? 0 : each.quantile(0.5)]));
    },
  }),
});

export const pruner = definePlugin({
  role: "pruner",
  summary: "Prunes no trial",
  options,
  create: () => ({ prune: () => false }),
});

export const launcher = definePlugin({
  role: "launcher",
  summary: "Starts no agents",
  options,
  create: () => ({
    attached: false,
    agent: () => ({ workers: 1, threads: 1 }),
    preview: () => "",
    launch: () => Promise.resolve([]),
    alive: () => Promise.resolve({ running: 0, queued: 0 }),
    cancel: () => Promise.resolve(),
  }),
});
