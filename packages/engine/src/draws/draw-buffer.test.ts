import { type NDArrays, ndarray, scalar } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { createDrawBuffer, type DrawBuffer, fillDrawBuffer, hasDraws, takeDraws } from "./draw-buffer.ts";

const drawsOf = (step: number): NDArrays => ({
  eps: ndarray(
    [2, 3],
    Float32Array.from({ length: 6 }, (_, i) => 10 * step + i),
  ),
  decay: scalar(-step),
});
const bufferOf = (capacity: number, first = 1): DrawBuffer => createDrawBuffer(drawsOf(0), { capacity, first });

/** Fills and takes in one thread: steps are taken while others are drawn, since filling would wait forever in a full buffer. */
function fillAndTake(buffer: DrawBuffer, last: number, takenDuring: (step: number) => readonly number[]) {
  const drawn: number[] = [];
  const taken: Record<number, NDArrays | undefined> = {};
  fillDrawBuffer(buffer, last, (step) => {
    drawn.push(step);
    for (const each of takenDuring(step)) taken[each] = takeDraws(buffer, each);
    return drawsOf(step);
  });
  return { drawn, taken };
}

test("draws are taken as they were written, once and in order", () => {
  const buffer = bufferOf(4);
  expect(takeDraws(buffer, 1)).toBeUndefined();
  fillDrawBuffer(buffer, 5, drawsOf);
  expect([1, 2, 3, 4, 5].map((step) => hasDraws(buffer, step))).toEqual([false, true, true, true, true]);
  expect([2, 3, 4, 5].map((step) => takeDraws(buffer, step))).toEqual([2, 3, 4, 5].map(drawsOf));
  expect(Object.keys(takeDraws(buffer, 5)!)).toEqual(["eps", "decay"]);
});

test("taken draws do not change when their entry is overwritten", () => {
  const buffer = bufferOf(2);
  const { taken } = fillAndTake(buffer, 4, (step) => (step > 1 ? [step - 1] : []));
  expect(taken).toEqual({ 1: drawsOf(1), 2: drawsOf(2), 3: drawsOf(3) });
  expect(takeDraws(buffer, 4)).toEqual(drawsOf(4));
});

describe("a filling thread that starts late or is slow", () => {
  test("draws no step before the first that is needed", () =>
    expect(fillAndTake(bufferOf(4, 7), 9, () => []).drawn).toEqual([7, 8, 9]));

  test("skips as many steps as it was late", () => {
    // While step 1 is drawn, the other thread draws steps 1, 2 and 3 itself. Step 4 would be late, so step 7 is next.
    const { drawn } = fillAndTake(bufferOf(8), 8, (step) => (step === 1 ? [1, 2, 3] : []));
    expect(drawn).toEqual([1, 7, 8]);
  });

  test("is never ahead by more than the capacity", () => {
    const { drawn } = fillAndTake(bufferOf(2), 8, (step) => (step === 1 ? [1, 2, 3, 4, 5] : [6]));
    expect(drawn).toEqual([1, 7, 8]);
  });
});

test.each<[string, NDArrays]>([
  ["an array of another shape", { ...drawsOf(1), eps: ndarray([3, 2], new Float32Array(6)) }],
  ["an array less", { eps: drawsOf(1)["eps"]! }],
  ["an array more", { ...drawsOf(1), z: scalar(0) }],
])("draws with %s than those of other steps are refused", (_, draws) => {
  expect(() => fillDrawBuffer(bufferOf(2), 1, () => draws)).toThrow(/^step 1 has/);
});
