import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createStudy } from "./open-study.ts";
import type { SweepPlan } from "./plan.ts";

const plan: SweepPlan = {
  name: "test",
  experiment: { file: "experiments/ring.yaml", overrides: [], hash: "" },
  method: { use: "samplers/grid" },
  seed: 0,
  metric: { name: "sw2", goal: "minimize" },
  parameters: [{ name: "loss.lambda", path: "loss.lambda", kind: "choice", values: [0, 0.5, 1] }],
  constants: {},
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 0,
  engine: { use: "launchers/local" },
};

test("a grid is claimed in order, and ends", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-study-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const study = await createStudy(folder, plan);
  const claimed: string[] = [];
  for (;;) {
    const claim = await study.claim("a");
    if (claim === "finished" || "wait" in claim) break;
    claimed.push(claim.overrides.join(" "));
    expect(await study.finish(claim, { status: "complete", metrics: { sw2: claim.trial } })).toBe(true);
  }
  expect(claimed).toEqual([0, 0.5, 1].flatMap((x) => [0, 1].map((seed) => `seed=${seed} loss.lambda=${x}`)));
  expect(study.state()).toMatchObject({ status: "finished", best: 0, total: 6 });
});
