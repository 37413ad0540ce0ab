import { expect, test } from "vitest";
import { importanceInput } from "./importance-input.ts";
import { createStudy, openStudy } from "./open-study.ts";
import type { SweepPlan } from "./plan.ts";
import { plan, temporaryFolder } from "./study.fixture.ts";
import { trialsCsv } from "./trials-csv.ts";

const swept: SweepPlan = {
  ...plan,
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
};

/** Runs a sweep to its end with several agents that take turns by chance, some of which forget what they have. */
async function finish(seed: number): Promise<{ csv: string; importance: unknown }> {
  const folder = temporaryFolder();
  const agents = [await createStudy(folder, swept), await openStudy(folder), await openStudy(folder)];
  for (let turn = seed; ; turn = (turn * 16_807) % 2_147_483_647) {
    const study = agents[turn % 3]!;
    const claim = await study.claim(`agent ${turn % 3}`);
    if (claim === "finished") break;
    if ("wait" in claim) throw new Error("nobody should have a trial");
    const isLast = turn % 2 === 0;
    const metrics = { sw2: claim.trial === 2 ? NaN : 1 / (1 + claim.trial), modes: 8 };
    await study.finish(claim, isLast ? { status: "complete", metrics } : { status: "released" });
  }
  const state = agents[0]!.state();
  return { csv: trialsCsv(agents[0]!, state), importance: importanceInput(swept, state) };
}

test("the table says what each trial set, measured and came to, and not who ran it or when", async () => {
  const { csv, importance } = await finish(1);
  expect(csv).toMatchInlineSnapshot(`
    "trial,configuration,status,loss,batch,seed,modes,sw2,reason
    0,0,complete,sid/l1,,0,8,1,
    1,0,complete,sid/l1,,1,8,0.5,
    2,1,diverged,"{""use"":""sid/l2"",""lambda"":0.5}",3,0,8,NaN,sw2 is NaN
    3,1,complete,"{""use"":""sid/l2"",""lambda"":0.5}",3,1,8,0.25,
    4,2,complete,"{""use"":""sid/l2"",""lambda"":0.5}",4,0,8,0.2,
    5,2,complete,"{""use"":""sid/l2"",""lambda"":0.5}",4,1,8,0.16666666666666666,
    "
  `);
  expect((await finish(7)).csv).toBe(csv);
  expect(importance).toEqual({
    names: ["loss", "batch"],
    choices: [2, undefined],
    rows: [
      { coordinates: [0, undefined], value: 0.75 },
      { coordinates: [1, 0.75], value: (1 / 5 + 1 / 6) / 2 },
    ],
  });
});
