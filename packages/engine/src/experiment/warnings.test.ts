import type { Weighting } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import { describe, expect, test } from "vitest";
import { createComponents } from "../components.ts";
import { experimentWith } from "./warnings.fixture.ts";
import { warningsOf } from "./warnings.ts";

const warningsWith = async (...overrides: string[]) => (await experimentWith(...overrides)).warnings;

test.each([
  ["the default", []],
  ["λ > 1 with a student that starts as the teacher", ["loss.lambda=1.2"]],
  ["a loss outside the identity family", ["loss=divergences/reverse-kl"]],
])("no warning for %s", async (_, overrides) => {
  expect(await warningsWith(...overrides)).toEqual([]);
});

test("a warning for λ > 1 with a randomly initialised student, and none for λ from 0 to 1", async () => {
  for (const student of ["student.init=random", "student=students/mlp"]) {
    expect(await warningsWith("loss.lambda=1.2", student)).toEqual([
      expect.stringMatching(/^loss sid\/l2: with lambda 1\.2 .* more than 6 times .* diverges/) as unknown,
    ]);
    expect(await warningsWith("loss.lambda=1", student)).toEqual([]);
  }
});

test("λ as a function of the noise level is checked at the levels of the time law", async () => {
  const table = (values: string) => [
    "student.init=random",
    `loss={use: sid/l2, lambda: {sigma: [1, 10], values: [${values}]}}`,
  ];
  expect(await warningsWith(...table("0.5, 1"))).toEqual([]);
  const [warning, ...others] = await warningsWith(...table("0.5, 1.2"));
  expect(others).toEqual([]);
  expect(warning).toMatch(
    /^loss sid\/l2: at the noise levels of sigma (5|6|7)\.\d+ to 2\d(\.\d)?, taken alone: with lambda 1\.2 /,
  );
  const atOneLevel = ["student", "fakeScore"].map((model) => `distill.${model}.time={use: dde/single-level, sigma: 1}`);
  expect(await warningsWith(...table("0.5, 1.2"), ...atOneLevel)).toEqual([]);
});

test("a table of λ with too few values is one error, at its values", async () => {
  await expect(warningsWith("loss={use: sid/l2, lambda: {sigma: [1, 10], values: [0.5]}}")).rejects.toThrow(
    "expected one value for each of 2 noise levels, got 1",
  );
});

test.each([
  ["full-transform/full", "falls to zero"],
  ["full-transform/middle-only", "falls to zero"],
  ["full-transform/left", "falls to zero"],
  ["full-transform/right", "converges to 2 times the teacher's, noise included"],
])("a warning for %s, with its consequence", async (use, consequence) => {
  const [warning, ...others] = await warningsWith(`loss=${use}`);
  expect(others).toEqual([]);
  expect(warning).toContain(`loss ${use}: breaks the fixed-point rule`);
  expect(warning).toContain(consequence);
});

test("with unrolled updates L1 is sound, and L2 - lambda L1 for lambda below 1 only", async () => {
  const unroll = "distill.student.unroll.steps=2";
  expect(await warningsWith("loss=sid/l1", unroll)).toEqual([]);
  expect(await warningsWith("loss.lambda=0.5", unroll)).toEqual([]);
  const [warning] = await warningsWith("loss.lambda=1", unroll);
  expect(warning).toMatch(/^loss sid\/l2: its gradient through unrolled updates tends to 0 times .* use sid\/l1/);
  expect(await warningsWith("loss=sid/l1")).toHaveLength(1);
});

test("warnings depend on the coefficients of a loss, not on its name", async () => {
  expect(await warningsWith("loss={use: sid/identity, transform: {u: 1, v: 2}}")).toEqual([]);
  expect((await warningsWith("loss={use: sid/identity, preset: full}"))[0]).toContain("fixed-point rule");
});

describe("weights that depend on the noise", () => {
  const sid = "distill.student.weighting=weightings/sid";

  test("bias a loss that applies the identity, by a factor that the warning states for the dimension", async () => {
    const [warning, ...others] = await warningsWith(sid);
    expect(others).toEqual([]);
    expect(warning).toMatch(
      /^distill\.student\.weighting weightings\/sid: its weights depend on the noise, which biases sid\/l2: at dimension 2 .* kappa about 0\.(4[5-9]|5[0-5]) instead of 1/,
    );
  });

  test("bias a loss whose coefficients depend on the level", async () => {
    const [warning] = await warningsWith(sid, "loss={use: sid/l2, lambda: {sigma: [1, 10], values: [0.5, 1]}}");
    expect(warning).toMatch(/which biases sid\/l2: at dimension 2 /);
  });

  test("bias a loss without coefficients that says that it applies the identity", async () => {
    expect(await warningsWith(sid, "loss=divergences/pseudo-huber")).toEqual([
      expect.stringMatching(/which biases divergences\/pseudo-huber: at dimension 2 /),
    ]);
  });

  test("do not bias a loss without the identity, or one that is no quadratic form", async () => {
    const warnings = await warningsWith(sid, "loss=sid/l1");
    expect(warnings).toEqual([expect.stringContaining("loss sid/l1") as unknown]);
    expect(await warningsWith(sid, "loss=divergences/reverse-kl")).toEqual([]);
  });

  test("cause no warning where the bias is small", async () => {
    const digits = ["data={use: datasets/mnist, size: 14}", "evaluate.samples=16"];
    expect(await warningsWith(sid, ...digits)).toEqual([]);
  });

  test("keep a denoiser from converging to the score", async () => {
    const experiment = await experimentWith();
    const components = await createComponents(experiment);
    const { models } = components.distillation;
    const withWeights = (weighting: Weighting) =>
      warningsOf(experiment, {
        ...components,
        distillation: {
          ...components.distillation,
          models: { ...models, fakeScore: { ...models.fakeScore, weighting } },
        },
      });
    const denoiser: Weighting["denoiser"] = ({ eps }) => squaredNorm(eps);
    expect(withWeights({ dependsOn: "noise", denoiser })).toEqual([
      expect.stringMatching(/^distill\.fakeScore\.weighting .*: its weights depend on the noise, so the denoiser/),
    ]);
    expect(withWeights({ dependsOn: "level", denoiser })).toEqual([]);
  });
});
