import { expect, test } from "vitest";
import type { Claim } from "./claim.ts";
import { reproduce } from "./reproduce.ts";
import type { Results, ResultsByName } from "./results.ts";

/** Results of runs a and b with one metric. */
const resultsOf = (a: readonly number[], b: readonly number[]): Results => {
  const rows = (run: string, numbers: readonly number[]) =>
    numbers.map((metric) => ({ values: { run }, status: "completed", step: 1, metrics: { metric } }));
  return { command: "", version: "", floors: {}, rows: [...rows("a", a), ...rows("b", b)] };
};

/** The claim that a is lower than b, or, if `orders`, that the lower one is. */
const describe =
  ({ orders = false } = {}) =>
  ({ sweep }: ResultsByName): { readonly claims: readonly Claim[] } => {
    const numbers = (run: string) =>
      sweep!.rows.flatMap(({ values, metrics }) => (values["run"] === run ? metrics["metric"]! : []));
    const [a, b] = [numbers("a"), numbers("b")];
    if (orders && a[0]! > b[0]!) return { claims: [{ text: "b is lower than a", lower: b, higher: a, digits: 1 }] };
    return { claims: [{ text: "a is lower than b", lower: a, higher: b, digits: 1 }] };
  };

const committed = { sweep: resultsOf([1, 2, 3], [4, 5, 6.5]) };
const outcomesOf = (sweep: Results, notRun: readonly string[] = [], options = {}) =>
  reproduce(describe(options), committed, { sweep }, notRun).map(({ outcome }) => outcome);

test("a difference of the same sign is reproduced", () => {
  expect(reproduce(describe(), committed, { sweep: resultsOf([1, 2], [2, 3.5]) }, [])).toEqual([
    { outcome: "reproduced", line: "reproduced: a is lower than b: 1.3 (1.0 to 1.5), stated 3.2 (3.0 to 3.5)" },
  ]);
});

test.each([
  ["the other sign", resultsOf([5, 6], [4, 5]), {}],
  ["the other order in its text", resultsOf([5, 6], [4, 5]), { orders: true }],
  ["no finite value", resultsOf([NaN, 6], [4, 5]), {}],
])("a claim with %s is not reproduced", (_, short, options) => {
  expect(outcomesOf(short, [], options)).toEqual(["not reproduced"]);
});

test("a claim on committed results was not run; a computation with the same numbers was", () => {
  expect(outcomesOf(committed.sweep, ["sweep"])).toEqual(["not run"]);
  expect(outcomesOf(committed.sweep)).toEqual(["reproduced"]);
});

test("claims that are not real are left out", () => {
  expect(reproduce(describe(), { sweep: resultsOf([1, 2], [0.5, 3]) }, committed, [])).toEqual([]);
});
