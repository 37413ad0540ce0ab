import { expect, test } from "vitest";
import { fuzz } from "./try-input.ts";

/** `npm run fuzz` tries a hundred thousand. */
const few = { seed: 1, from: 0, to: 400, step: 1 };

test("mutated experiments are valid or refused by a typed error, soon", async () => {
  const { valid, failures } = await fuzz(few, () => undefined);
  expect(failures).toEqual([]);
  // They are neither all right nor all wrong.
  expect(valid / few.to).toBeGreaterThan(0.03);
  expect(valid / few.to).toBeLessThan(0.5);
});
