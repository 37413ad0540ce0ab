import type { Role } from "@tweedie/core";
import { expect, test } from "vitest";
import { make } from "../../checks/setup.ts";
import * as checks from "../../checks/index.ts";
import { optionChecks } from "../../checks/options.ts";
import { noop } from "../../noop.ts";
import { brokenPlugins } from "./broken-plugins.ts";

const uses = { data: make(noop.data) };
const nameOf = (check: string) => check.split(" > ").at(-1)!;

/** Reports on the smallest plugin of each contract, with the roles that have it. */
const sound: readonly (readonly [roles: readonly Role[], report: () => Promise<checks.CheckReport>])[] = [
  [["data"], () => checks.checkDataset(noop.data)],
  [["schedule"], () => checks.checkSchedule(noop.schedule)],
  [["timeLaw"], () => checks.checkTimeLaw(noop.timeLaw)],
  [["network"], () => checks.checkNetwork(noop.network, { uses })],
  [["teacher", "fakeScore"], () => checks.checkDenoiser(noop.teacher, { uses })],
  [["student"], () => checks.checkStudent(noop.student, { uses })],
  [["loss"], () => checks.checkLoss(noop.loss)],
  [["weighting"], () => checks.checkWeighting(noop.weighting)],
  [["extractor"], () => checks.checkExtractor(noop.extractor)],
  [["metric"], () => checks.checkMetric(noop.metric, { uses })],
  [["tracker"], () => checks.checkTracker(noop.tracker)],
  [["sampler"], () => checks.checkSampler(noop.sampler)],
  [["pruner"], () => checks.checkPruner(noop.pruner)],
  [["launcher"], () => checks.checkLauncher(noop.launcher)],
];

/** Names of the checks that all roles have. */
const common = optionChecks(noop.schedule, {}).map(({ name }) => name);

test.each(brokenPlugins.map((broken, i) => [i, broken.fails, broken] as const))(
  "broken plugin %i has a problem in: %s",
  async (_, fails, { check }) => {
    const { problems } = await check();
    expect(problems.map((problem) => nameOf(problem.check))).toContain(fails);
    for (const { what } of problems) expect(what).not.toBe("");
  },
);

test.each(sound)("each check of the role %j is failed by a broken plugin of the role", async (roles, report) => {
  const { passed, skipped, problems } = await report();
  expect(problems).toEqual([]);
  const names = new Set([...passed, ...skipped.map(({ check }) => check)].map(nameOf));
  expect([...names]).toEqual(expect.arrayContaining(common));
  const failed = new Set(brokenPlugins.filter(({ role }) => roles.includes(role)).map(({ fails }) => fails));
  expect([...names].filter((name) => !failed.has(name) && !common.includes(name))).toEqual([]);
});

test.each(common)("the check of all roles is failed by a broken plugin: %s", (name) => {
  expect(brokenPlugins.map(({ fails }) => fails)).toContain(name);
});
