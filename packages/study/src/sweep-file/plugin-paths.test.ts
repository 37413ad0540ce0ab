import { join, relative } from "node:path";
import { apiVersion } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { createStudy } from "../open-study/create-study.ts";
import { relocatePluginPaths } from "./plugin-paths.ts";
import { readSweep } from "./read-sweep.ts";
import { twoMetricExperiment } from "./sweep-project.fixture.ts";

test("only paths of plugin files are relocated", () => {
  const value = { use: "../plugins/a.ts", text: "./notes.txt", deep: [{ use: "./b.mjs" }], name: "sid/l2" };
  expect(relocatePluginPaths(value, "/project/sweeps", "/project/experiments/ring")).toEqual({
    use: "../../plugins/a.ts",
    text: "./notes.txt",
    deep: [{ use: "../../sweeps/b.mjs" }],
    name: "sid/l2",
  });
});

test("a plugin path starts from the sweep file, and in a trial from the working directory", async () => {
  // A plugin may be a plain object of the right interface version, without any import.
  const schema =
    "{ _zod: {}, safeParse: (data) => ({ success: true, data }), parse: (data) => data, toJSONSchema: () => ({}) }";
  const common = `apiVersion: ${apiVersion}, uses: [], options: ${schema}`;
  const project = temporaryFolder({
    "package.json": JSON.stringify({ type: "module", tweedie: {} }),
    "experiments/ring.yaml": twoMetricExperiment,
    "plugins/second-choice.mjs": `export default { ${common}, role: "sampler", summary: "the second choice",
  create: () => ({ size: () => 1, suggest: () => ({ loss: 1 }) }) };`,
    "plugins/own-loss.mjs": `export default { ${common}, role: "loss", summary: "own loss",
  create: () => ({ student: () => 0 }) };`,
    "sweeps/sweep.yaml": `experiment: ../experiments/ring.yaml
method: ../plugins/second-choice.mjs
parameters: { loss: [sid/l1, ../plugins/own-loss.mjs] }
`,
  });
  const { plan } = await readSweep(join(project, "sweeps/sweep.yaml"));
  const study = await createStudy(join(project, "out/elsewhere"), plan);
  const claim = await study.claim("a");
  expect(claim).toMatchObject({
    overrides: [`loss=${JSON.stringify(relative(process.cwd(), join(project, "plugins/own-loss.mjs")))}`],
  });
});
