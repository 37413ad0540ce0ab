import { expect, test } from "vitest";
import { memorySection } from "./memory-section.ts";

const of = (weights: number) => ({ weights, moments: weights, average: 0 });
const memory = (own: number, full: number) => ({
  ...{ teacher: 40_000, peak: 3e8 },
  models: { student: { own: of(own), full: of(full) }, fakeScore: { own: of(own), full: of(full) } },
});

test("adapters stand beside copies of the teacher, with the share that they are", () => {
  const page = memorySection({ memory: memory(2_000, 40_000) })!.markup.replaceAll(/\s+/g, " ");
  expect(page).toContain("as copies of the teacher");
  expect(page).toMatch(/weights and moments<\/th> <td class="number">8 kB<\/td> <td class="number">160 kB<\/td> <td class="number">0.05 ×/); // prettier-ignore
  expect(page).toContain("40 kB, and is held once for all three. The process held 300 MB at most");
});

test("models with weights of their own have no such column, and a run of before no section", () => {
  expect(memorySection({ memory: memory(40_000, 40_000) })!.markup).not.toContain("copies");
  expect(memorySection({})).toBeUndefined();
});
