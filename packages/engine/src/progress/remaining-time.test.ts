import { expect, test } from "vitest";
import { guessesOf, remainingTime } from "./remaining-time.ts";

const guesses = guessesOf({ iterations: 4, pairs: 0 });

test.each([
  ["nothing is left", {}, {}, { eta: 0, isRough: false }],
  ["measured parts", { distill: 100, evaluation: 3 }, { distill: 0.1, evaluation: 2 }, { eta: 16, isRough: false }],
  ["a part that is done has no cost", { pretrain: 0, distill: 10 }, { distill: 0.5 }, { eta: 5, isRough: false }],
  ["an iteration is guessed from those of the teacher", { distill: 10 }, { pretrain: 0.1 }, { eta: 4, isRough: true }],
  ["a point of the curve, from the teacher", { curve: 6 }, { teacher: 3, floors: 9 }, { eta: 18, isRough: true }],
  ["nothing is measured", { distill: 10 }, { floors: 2 }, { eta: NaN, isRough: true }],
  ["compilations are left out", { compileDistill: 1, curve: 1 }, { result: 2 }, { eta: 2, isRough: true }],
])("%s", (_, left, costs, time) => {
  expect(remainingTime(left, costs, guesses)).toEqual(time);
});
