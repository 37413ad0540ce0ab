import { type NDArrays, ndarray, scalar } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { createRing, fill, isThere, type Ring, take } from "./ring.ts";

const drawn = (step: number): NDArrays => ({
  eps: ndarray(
    [2, 3],
    Float32Array.from({ length: 6 }, (_, i) => 10 * step + i),
  ),
  decay: scalar(-step),
});
const ringOf = (slots: number, first = 1): Ring => createRing(drawn(0), { slots, first });

/** Fills a ring in this thread. Whoever fills it would wait for ever where all slots are full: the draws themselves take. */
function fillAndTake(ring: Ring, last: number, takenAt: (step: number) => readonly number[]) {
  const made: number[] = [];
  const got: Record<number, NDArrays | undefined> = {};
  fill(ring, last, (step) => {
    made.push(step);
    for (const each of takenAt(step)) got[each] = take(ring, each);
    return drawn(step);
  });
  return { made, got };
}

test("what is written is what is taken, once and in order", () => {
  const ring = ringOf(4);
  expect(take(ring, 1)).toBeUndefined();
  fill(ring, 5, drawn);
  expect([1, 2, 3, 4, 5].map((step) => isThere(ring, step))).toEqual([false, true, true, true, true]);
  expect([2, 3, 4, 5].map((step) => take(ring, step))).toEqual([2, 3, 4, 5].map(drawn));
  expect(Object.keys(take(ring, 5)!)).toEqual(["eps", "decay"]);
});

test("what was taken stays as it is when its slot is used again", () => {
  const ring = ringOf(2);
  const { got } = fillAndTake(ring, 4, (step) => (step > 1 ? [step - 1] : []));
  expect(got).toEqual({ 1: drawn(1), 2: drawn(2), 3: drawn(3) });
  expect(take(ring, 4)).toEqual(drawn(4));
});

describe("a thread that begins late or is slow", () => {
  test("draws no step before the first that is wanted", () =>
    expect(fillAndTake(ringOf(4, 7), 9, () => []).made).toEqual([7, 8, 9]));

  test("aims ahead by what it missed", () => {
    // While it draws step 1, the other draws 1, 2 and 3 for itself: it would be late for 4, and goes on with 7.
    const { made } = fillAndTake(ringOf(8), 8, (step) => (step === 1 ? [1, 2, 3] : []));
    expect(made).toEqual([1, 7, 8]);
  });

  test("never aims farther than there are slots", () => {
    const { made } = fillAndTake(ringOf(2), 8, (step) => (step === 1 ? [1, 2, 3, 4, 5] : [6]));
    expect(made).toEqual([1, 7, 8]);
  });
});

test.each<[string, NDArrays]>([
  ["of another shape", { ...drawn(1), eps: ndarray([3, 2], new Float32Array(6)) }],
  ["one less", { eps: drawn(1)["eps"]! }],
  ["one more", { ...drawn(1), z: scalar(0) }],
])("a step that draws %s than the others is refused", (_, draws) => {
  expect(() => fill(ringOf(2), 1, () => draws)).toThrow(/^step 1 draws/);
});
