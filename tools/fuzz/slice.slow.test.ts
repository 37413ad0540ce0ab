import { expect, test } from "vitest";
import { fuzz } from "./try-input.ts";

/** `npm run fuzz` tries 100,000. */
const few = { seed: 1, from: 0, to: 400, step: 1 };

test("mutated experiments are valid or are refused with a TweedieError", async () => {
  const { valid, failures } = await fuzz(few, () => undefined);
  expect(failures).toEqual([]);
  // Both outcomes occur.
  expect(valid / few.to).toBeGreaterThan(0.03);
  expect(valid / few.to).toBeLessThan(0.5);
});
