import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { claimFreeTrial, completeWith, gridPlan } from "../study.fixture.ts";
import { createStudy } from "./create-study.ts";
import { readStudy } from "./read-study.ts";

test("a running trial is pruned by another process, and its agent learns of it", async () => {
  const folder = temporaryFolder();
  const study = await createStudy(folder, gridPlan);
  const [pruned, other] = [await claimFreeTrial(study), await claimFreeTrial(study)];
  const reader = await readStudy(folder);
  reader.state();
  expect(await reader.prune([pruned.trial, pruned.trial, 99])).toEqual([pruned.trial]);
  expect(await study.report(pruned, { resource: 1, value: 1 })).toBe("prune");
  expect(await study.renew(pruned)).toBe("prune");
  expect(await study.finish(pruned, completeWith(1))).toBe(false);
  expect(await study.renew(other)).toBe("held");
  expect(study.state().trials[pruned.trial]).toMatchObject({ status: "pruned", metrics: {} });
  expect(await reader.prune([pruned.trial])).toEqual([]);
});

test("a claim that another agent has taken over is lost, not pruned", async () => {
  const study = await createStudy(temporaryFolder(), { ...gridPlan, repeat: [] });
  const first = await claimFreeTrial(study);
  await study.giveBack(first);
  const second = await claimFreeTrial(study, "b");
  expect(second.trial).toBe(first.trial);
  await study.prune([second.trial]);
  expect(await study.renew(first)).toBe("lost");
  expect(await study.renew(second)).toBe("prune");
});
