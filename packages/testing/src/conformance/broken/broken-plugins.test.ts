import { expect, test } from "vitest";
import { make } from "../../checks/setup.ts";
import * as checks from "../../checks/index.ts";
import { noop } from "../../noop.ts";
import { brokenPlugins } from "./broken-plugins.ts";

const uses = { data: make(noop.data) };
const nameOf = (check: string) => check.split(" > ").at(-1)!;

/** Reports on the smallest plugin of each role. */
const sound = () =>
  Promise.all([
    checks.checkDataset(noop.data),
    checks.checkSchedule(noop.schedule),
    checks.checkTimeLaw(noop.timeLaw),
    checks.checkNetwork(noop.network, { uses }),
    checks.checkDenoiser(noop.teacher, { uses }),
    checks.checkStudent(noop.student, { uses }),
    checks.checkLoss(noop.loss),
    checks.checkWeighting(noop.weighting),
    checks.checkExtractor(noop.extractor),
    checks.checkMetric(noop.metric, { uses }),
    checks.checkTracker(noop.tracker),
    checks.checkSampler(noop.sampler),
    checks.checkPruner(noop.pruner),
    checks.checkLauncher(noop.launcher),
  ]);

test.each(brokenPlugins.map((broken, i) => [i, broken.fails, broken] as const))(
  "broken plugin %i has a problem in: %s",
  async (_, fails, { check }) => {
    const { problems } = await check();
    expect(problems.map((problem) => nameOf(problem.check))).toContain(fails);
    for (const { what } of problems) expect(what).not.toBe("");
  },
);

test("each check of each role is failed by a broken plugin", async () => {
  const names = (await sound()).flatMap(({ passed, skipped }) => [...passed, ...skipped.map(({ check }) => check)]);
  const failed = new Set(brokenPlugins.map(({ fails }) => fails));
  expect(new Set(names.map(nameOf).filter((name) => !failed.has(name)))).toEqual(new Set());
});
