import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { apiVersion } from "@tweedie/core";
import { expect, test } from "vitest";
import { createStudy } from "../open-study.ts";
import { temporaryFolder } from "../study.fixture.ts";
import { moved } from "./portable.ts";
import { readSweep } from "./read-sweep.ts";

test("only the paths of plugins are moved", () => {
  const value = { use: "../plugins/a.ts", text: "./notes.txt", deep: [{ use: "./b.mjs" }], name: "sid/l2" };
  expect(moved(value, "/lab/sweeps", "/lab/experiments/ring")).toEqual({
    use: "../../plugins/a.ts",
    text: "./notes.txt",
    deep: [{ use: "../../sweeps/b.mjs" }],
    name: "sid/l2",
  });
});

test("a plugin of the project is named from the sweep's file, and in a trial from where it runs", async () => {
  const lab = temporaryFolder();
  for (const folder of ["plugins", "sweeps", "experiments"]) mkdirSync(join(lab, folder));
  writeFileSync(join(lab, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(lab, "experiments/ring.yaml"),
    `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
evaluate: { metrics: [metrics/sliced-wasserstein] }
`,
  );
  // Plain objects are plugins too: what a lab writes needs nothing of ours but the version of the interface.
  const schema =
    "{ _zod: {}, safeParse: (data) => ({ success: true, data }), parse: (data) => data, toJSONSchema: () => ({}) }";
  writeFileSync(
    join(lab, "plugins/middle.mjs"),
    `export default { apiVersion: ${apiVersion}, role: "sampler", summary: "the second choice", uses: [], options: ${schema},
  create: () => ({ size: () => 1, suggest: () => ({ loss: 1 }) }) };`,
  );
  writeFileSync(
    join(lab, "plugins/mine.mjs"),
    `export default { apiVersion: ${apiVersion}, role: "loss", summary: "mine", uses: [], options: ${schema},
  create: () => ({ student: () => 0 }) };`,
  );
  writeFileSync(
    join(lab, "sweeps/sweep.yaml"),
    "experiment: ../experiments/ring.yaml\nmethod: ../plugins/middle.mjs\nparameters: { loss: [sid/l1, ../plugins/mine.mjs] }\n",
  );
  const { plan } = await readSweep(join(lab, "sweeps/sweep.yaml"));
  const study = await createStudy(join(lab, "out/elsewhere"), plan);
  const claim = await study.claim("a");
  expect(claim).toMatchObject({
    overrides: [`loss=${JSON.stringify(relative(process.cwd(), join(lab, "plugins/mine.mjs")))}`],
  });
});
