import type { TrialReport } from "@tweedie/core";
import { checkLauncher, checkPruner, checkSampler } from "../../checks/index.ts";
import { noop } from "../../noop.ts";
import { testLauncher, testPruner, testSampler } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const brokenSampler = brokenIn("sampler", checkSampler, testSampler);
const brokenPruner = brokenIn("pruner", checkPruner, testPruner);
const brokenLauncher = brokenIn("launcher", checkLauncher, testLauncher);
const launcher = noop.launcher.create({});

export const brokenSweeps: readonly Broken[] = [
  brokenSampler("suggests a value of each parameter whose condition is met", () => ({
    suggest: ({ space }) => Object.fromEntries(space.map(({ name }) => [name, 0])),
  })),
  brokenSampler("suggestions depend on nothing but the input", () => {
    let calls = 0;
    const { suggest } = noop.sampler.create({});
    return { suggest: (input) => (calls++ % 2 === 0 ? suggest(input) : {}) };
  }),
  brokenPruner("decides about every trial, and changes no report", () => ({
    prune: ({ reports }) => (reports as TrialReport[]).sort((a, b) => a.value - b.value).length > 5,
  })),
  brokenPruner("decisions depend on nothing but the input", () => {
    let calls = 0;
    return { prune: () => calls++ > 0 };
  }),
  brokenLauncher("an agent has at least one worker and one thread", () => ({
    ...launcher,
    agent: (parallel = 0) => ({ workers: parallel, threads: 1 }),
  })),
  brokenLauncher("the preview is the same text each time, also if the number of trials is unknown", () => ({
    ...launcher,
    preview: ({ trials }) => "agent ".repeat(trials),
  })),
];
