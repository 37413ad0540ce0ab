import { expect, test } from "vitest";
import { textOf } from "../page.fixture.ts";
import { memorySection } from "./memory-section.ts";

const bytes = (weights: number) => ({ weights, moments: weights, average: 0 });
const memory = (own: number, full: number) => ({
  ...{ teacher: 40_000, peak: 3e8 },
  models: {
    student: { own: bytes(own), full: bytes(full) },
    fakeScore: { own: bytes(own), full: bytes(full) },
  },
});

test("adapters are compared with full copies of the teacher", () => {
  const page = memorySection({ memory: memory(2_000, 40_000) })!.markup.replaceAll(/\s+/g, " ");
  expect(page).toContain("full copies of the teacher");
  expect(textOf(page)).toContain("weights and moments 8 kB 160 kB 0.05 ×");
  expect(page).toContain("Weights of the frozen teacher: 40 kB, shared by teacher, student and fake score.");
  expect(page).toContain("Peak memory of the process: 300 MB.");
});

test("models with weights of their own have no comparison", () => {
  expect(memorySection({ memory: memory(40_000, 40_000) })!.markup).not.toContain("copies");
});

test("a run without memory statistics has no section", () => {
  expect(memorySection({})).toBeUndefined();
});
