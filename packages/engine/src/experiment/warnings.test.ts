import { expect, test } from "vitest";
import { experimentWith } from "./warnings.fixture.ts";

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

test("warnings depend on the coefficients of a loss, not on its name", async () => {
  expect(await warningsWith("loss={use: sid/identity, transform: {u: 1, v: 2}}")).toEqual([]);
  expect((await warningsWith("loss={use: sid/identity, preset: full}"))[0]).toContain("fixed-point rule");
});
