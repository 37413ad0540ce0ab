import { join } from "node:path";
import { realpathSync } from "node:fs";
import { ringExperiment, writeTestFiles } from "@tweedie/testing/projects";
import { rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { lossPlugin, pluginProject } from "../plugins/project.fixture.ts";
import { findProject } from "../plugins/project.ts";
import { trustProject } from "../plugins/trust.ts";
import { fixExperiment } from "./fixed-experiment.ts";
import { nonDefaultsOf } from "./non-defaults.ts";
import { readExperimentPart } from "./read-experiment.ts";
import { validateExperiment } from "./validate.ts";

const sum =
  "{ use: losses/sum, terms: { score: { use: sid/l2, lambda: 1 }, pull: { use: ../plugins/pull.ts, weight: 0.1 } } }";
const files = {
  "experiments/sum.yaml": ringExperiment(sum),
  "experiments/other.yaml": "extends: sum.yaml\nloss: { terms: { score: { lambda: 0.5 }, pull: { weight: 0.2 } } }\n",
  "plugins/pull.ts": lossPlugin(),
};
/** A project of the running test. */
const project = () => realpathSync(pluginProject(files));
const read = (name: string, ...overrides: string[]) =>
  validateExperiment({ file: join(project(), "experiments", name), overrides });

describe("a plugin in the options of another", () => {
  test("has its options checked and completed, beside the keys of the other", async () => {
    const { resolved, slots } = await read("sum.yaml");
    expect(resolved["loss"]).toEqual({
      use: "losses/sum",
      terms: {
        score: { use: "sid/l2", weight: 1, fakeScore: { weight: 1 }, lambda: 1 },
        pull: { use: expect.stringContaining("pull") as string, weight: 0.1, fakeScore: { weight: 1 }, delta: 1 },
      },
    });
    expect(slots.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["loss", "loss.terms.score", "loss.terms.pull"]),
    );
  });

  test("is reached by `extends` and by overrides", async () => {
    const { resolved } = await read("other.yaml", "loss.terms.pull.delta=3", "loss.terms.score.weight.value=2");
    expect(resolved["loss"]).toMatchObject({
      terms: { score: { lambda: 0.5, weight: { value: 2, start: 1, ramp: 0 } }, pull: { weight: 0.2, delta: 3 } },
    });
  });

  test("is part of the experiment's hash with its options and with the keys of the other", async () => {
    const hashes = [[], ["loss.terms.pull.delta=3"], ["loss.terms.pull.weight=3"], ["loss.terms.score.lambda=0"]];
    const experiments = await Promise.all(hashes.map((overrides) => read("sum.yaml", ...overrides)));
    expect(new Set(experiments.map(({ hash }) => hash)).size).toBe(4);
  });

  test("has a plugin of its own beside its options", async () => {
    const { slots, resolved } = await read(
      "sum.yaml",
      "loss.terms.pull.weighting={use: weightings/power, exponent: 1}",
    );
    expect(slots.find(({ path }) => path === "loss.terms.pull.weighting")).toMatchObject({
      role: "weighting",
      use: "weightings/power",
      options: { exponent: 1 },
    });
    expect(resolved["loss"]).toMatchObject({
      terms: { pull: { weighting: { use: "weightings/power", exponent: 1 } } },
    });
  });

  test.each([
    ["loss.terms.score.lamda=1", "at loss.terms.score.lamda", "did you mean `lambda`?"],
    ["loss.terms.score.weigth=1", "at loss.terms.score.weigth", "did you mean `weight`?"],
    ["loss.terms.score.lambda=a", "at loss.terms.score.lambda", "expected a number or a map"],
    ["loss.terms.score.weight=a", "at loss.terms.score.weight", "expected a number or a map"],
    ["loss.terms.more={use: sid/l9}", "at loss.terms.more.use", "no plugin `sid/l9`"],
    ["loss.terms.more={use: weightings/none}", "at loss.terms.more.use", "has the role weighting, not loss"],
    ["loss.terms.more.weighting=sid/l2", "at loss.terms.more", "use"],
    ["loss.terms.pull.weighting=sid/l2", "at loss.terms.pull.weighting.use", "has the role loss, not weighting"],
    ["loss.terms.more={use: lsgan/least-squares}", "at loss.terms.more", "reads the output `logit`"],
    ["loss.terms.more={use: losses/sum, terms: {a: sid/l2}}", "at loss.terms.more", "is a sum itself"],
  ])("has errors at its own path: %s", async (override, path, text) => {
    const error: unknown = await read("sum.yaml", override).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(path);
    expect(String(error)).toContain(text);
  });

  test("is copied with a fixed experiment", async () => {
    const copied = project();
    const original = join(copied, "experiments/sum.yaml");
    const { yaml, code } = await fixExperiment({ file: original });
    const { hash } = await validateExperiment({ file: original });
    writeTestFiles(join(copied, "sweeps/one"), { "experiment.yaml": yaml, ...Object.fromEntries(code) });
    await rm(join(copied, "plugins/pull.ts"));
    expect((await validateExperiment({ file: join(copied, "sweeps/one/experiment.yaml") })).hash).toBe(hash);
  });

  test("does not run without trust, and the other is read nevertheless", async () => {
    const trust = trustProject(await findProject(realpathSync(pluginProject())));
    const part = await readExperimentPart({ file: join(project(), "experiments/sum.yaml") }, trust);
    expect(part.untrusted.map(({ use }) => use)).toEqual(["../plugins/pull.ts"]);
    expect(part.slots.map(({ path }) => path)).toEqual(expect.arrayContaining(["loss", "loss.terms.score"]));
  });

  test("has its non-defaults listed", async () => {
    const listed = nonDefaultsOf(await read("sum.yaml")).map(({ path }) => path);
    expect(listed).toEqual(expect.arrayContaining(["loss.terms.score.lambda", "loss.terms.pull.weight"]));
    expect(listed).not.toContain("loss.terms.pull.delta");
    expect(listed).not.toContain("loss.terms.score.weight");
  });
});

describe("the soundness of a sum", () => {
  const warningsOf = async (...overrides: string[]) => (await read("sum.yaml", ...overrides)).warnings;

  test("is that of the sum of its coefficients", async () => {
    expect(await warningsOf()).toEqual([]);
    expect(await warningsOf("loss.terms.l1={use: sid/l1, weight: -0.5}")).toEqual([
      expect.stringMatching(/^loss losses\/sum: with lambda 1\.5 .* diverges/),
    ]);
    expect(await warningsOf("loss.terms.score.lambda=0.5", "loss.terms.l1={use: sid/l1, weight: -0.5}")).toEqual([]);
    expect(await warningsOf("loss.terms.full=full-transform/full")).toEqual([
      expect.stringMatching(/^loss losses\/sum: breaks the fixed-point rule/),
    ]);
  });

  test("follows the schedules of the weights", async () => {
    const late = "loss.terms.l1={use: sid/l1, weight: {value: -0.5, start: 50}}";
    expect(await warningsOf(late, "distill.steps=100")).toEqual([
      expect.stringMatching(/^loss losses\/sum: at the iterations 5\d to 100, taken alone: with lambda 1\.5 /),
    ]);
    expect(await warningsOf(late, "distill.steps=40")).toEqual([]);
  });

  test("weights that depend on the noise bias a sum with a term that applies the identity", async () => {
    const sid = "distill.student.weighting=weightings/sid";
    expect(await warningsOf(sid)).toEqual([expect.stringMatching(/which biases losses\/sum: at dimension 2 /)]);
    expect(await warningsOf(sid, "loss.terms.score.weighting=weightings/none")).toEqual([]);
    expect(await warningsOf("loss.terms.pull.weighting=weightings/sid")).toEqual([]);
    expect(await warningsOf("loss.terms.score.weighting=weightings/sid")).toEqual([
      expect.stringMatching(/^loss\.terms\.score\.weighting weightings\/sid: .* biases losses\/sum: at dimension 2 /),
    ]);
  });
});
