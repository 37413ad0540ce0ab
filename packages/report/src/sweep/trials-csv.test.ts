import { createStudy, openStudy, type SweepPlan } from "@tweedie/study";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { sweepFixture } from "./sweep.fixture.ts";
import { trialsCsv } from "./trials-csv.ts";

test("the table has one row per trial and quotes fields where necessary", () => {
  const { plan, state } = sweepFixture();
  const lines = trialsCsv({ plan, state: state() }).split("\r\n");
  expect(lines[0]).toBe(
    "trial,configuration,distill.student.optimizer.lr,loss,network.width,loss.lambda,seed,status,sw2,modes,reason",
  );
  expect(lines).toHaveLength(state().trials.length + 2);
  expect(lines.filter((line) => line.includes('"ran out of memory, as `7, ""8""` says"')).length).toBeGreaterThan(0);
});

test("text that a spreadsheet would evaluate gets an apostrophe", () => {
  const { plan, state } = sweepFixture();
  const [first] = state().trials;
  const csv = trialsCsv({ plan, state: { ...state(), trials: [{ ...first!, reason: "=1+1" }] } });
  expect(csv).toContain(",'=1+1\r\n");
});

const plan: SweepPlan = {
  name: "test",
  experiment: { file: "experiments/mixture/sid.yaml", overrides: [], hash: "" },
  method: { use: "samplers/grid" },
  seed: 0,
  metric: { name: "sw2", goal: "minimize" },
  parameters: [
    { name: "loss", path: "loss", kind: "choice", values: ["sid/l1", { use: "sid/l2", lambda: 0.5 }] },
    {
      name: "batch",
      path: "batch",
      when: { name: "loss", choice: 1 },
      kind: "range",
      distribution: { distribution: "int_uniform", min: 3, max: 4 },
    },
  ],
  constants: {},
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 0,
  engine: { use: "launchers/local" },
};

/** Runs a sweep with three agents in a random order. An agent may release a trial instead of completing it. */
async function runSweep(seed: number): Promise<string> {
  const folder = temporaryFolder();
  const agents = [await createStudy(folder, plan), await openStudy(folder), await openStudy(folder)];
  for (let state = seed; ; state = (state * 16_807) % 2_147_483_647) {
    const study = agents[state % 3]!;
    const claim = await study.claim(`agent ${state % 3}`);
    if (claim === "finished") break;
    if ("wait" in claim) throw new Error("no agent should hold a trial");
    const metrics = { sw2: claim.trial === 2 ? NaN : 1 / (1 + claim.trial), modes: 8 };
    await study.finish(claim, state % 2 === 0 ? { status: "complete", metrics } : { status: "released" });
  }
  return trialsCsv({ plan, state: agents[0]!.state() });
}

test("the table does not depend on which agent ran a trial, when, and how often it was interrupted", async () => {
  const csv = await runSweep(1);
  expect(csv.replaceAll("\r\n", "\n")).toMatchInlineSnapshot(`
    "trial,configuration,loss,batch,seed,status,sw2,modes,reason
    0,0,sid/l1,,0,complete,1,8,
    1,0,sid/l1,,1,complete,0.5,8,
    2,1,sid/l2 lambda=0.5,3,0,diverged,,8,sw2 is NaN
    3,1,sid/l2 lambda=0.5,3,1,complete,0.25,8,
    4,2,sid/l2 lambda=0.5,4,0,complete,0.2,8,
    5,2,sid/l2 lambda=0.5,4,1,complete,0.16666666666666666,8,
    "
  `);
  expect(await runSweep(7)).toBe(csv);
});
