import { expect, test } from "vitest";
import { extensionsText } from "./extensions-text.ts";

test("extensions are named by their step and their changes", () => {
  const first = { step: 3000, configHash: "a", overrides: ["distill.steps=6000", "log.every=100"] };
  const second = { step: 6000, configHash: "b", overrides: ["distill.steps=9000"] };
  expect(extensionsText({ extensions: [first, second] })).toBe(
    "at step 3000 by distill.steps=6000 log.every=100, at step 6000 by distill.steps=9000",
  );
  expect(extensionsText({})).toBeUndefined();
});
