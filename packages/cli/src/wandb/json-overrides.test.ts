import { compose } from "@tweedie/config";
import { temporaryFolder } from "@tweedie/testing/projects";
import fc from "fast-check";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { overridesFromJson } from "./json-overrides.ts";

const folder = temporaryFolder({ "empty.yaml": "{}" }, afterAll);

test("values of any type are read back unchanged", async () => {
  // Larger integers have more digits than a configuration accepts.
  const number = fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((value) => value + 0);
  const plain = fc.oneof(fc.string({ unit: "grapheme-ascii" }), number, fc.boolean(), fc.constant(null));
  const value = fc.oneof(
    plain,
    fc.array(plain, { minLength: 1 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), plain),
  );
  await fc.assert(
    fc.asyncProperty(value, async (each) => {
      fc.pre(!JSON.stringify(each).includes("${"));
      const overrides = overridesFromJson(JSON.stringify({ "a.b": each, _wandb: {} }));
      const document = await compose({ file: join(folder, "empty.yaml"), overrides });
      expect(document.value).toEqual({ a: { b: each } });
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["{", "not valid JSON"],
  ["[1]", "expected a JSON object, got [1]"],
  ["null", "expected a JSON object, got null"],
])("%s is refused", (json, what) => {
  expect(() => overridesFromJson(json)).toThrow(what);
});
