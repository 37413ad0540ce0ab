import { expect, test } from "vitest";
import type { StepFunction } from "../executor/executor.ts";
import { valueMemory } from "./value-memory.ts";

const [batch, width] = [13, 32];

/** Values of `width` numbers that each sample adds to the memory of a step. */
function valuesPerSample(step: StepFunction): number {
  const memory = valueMemory(step, { w: [width, width] }, { x: [batch, width] }, batch);
  return (memory(200) - memory(100)) / (4 * 100 * width);
}

test("values that are used once are freed: a chain of any length takes two of them", () => {
  const chain =
    (length: number): StepFunction =>
    ({ w }, { x }) => {
      let h = x!;
      for (let i = 0; i < length; i++) h = h.matMul(w!);
      return { outputs: { y: h.sum() } };
    };
  for (const length of [2, 8]) expect(valuesPerSample(chain(length))).toBe(2);
});

test("values that are used later stay", () => {
  const step: StepFunction = ({ w }, { x }) => {
    const all = [x!.matMul(w!)];
    for (let i = 0; i < 3; i++) all.push(all.at(-1)!.matMul(w!));
    return { outputs: { y: all.reduceRight((sum, h) => sum.matMul(w!).add(h)).sum() } };
  };
  expect(valuesPerSample(step)).toBe(5);
});
