import { expect, test } from "vitest";
import { diceOf, mutated } from "./dice.ts";
import { formats } from "./formats.ts";
import { outcomeOf } from "./outcome.ts";

/** `npm run test:readers` reads 1,000 files of each format, and compares with NumPy, safetensors and Pillow. */
const few = 150;

test.each(Object.entries(formats))(
  "generated %s files are read or are refused with a TweedieError",
  (ending, { make }) => {
    const outcomes = Array.from({ length: few }, (_, index) => {
      const dice = diceOf(7, ending, index);
      const made = make(dice);
      return outcomeOf(`file.${ending}`, dice.chance(0.4) ? mutated(made, dice) : made);
    });
    expect(outcomes.filter((outcome) => "fault" in outcome)).toEqual([]);
    // Both outcomes occur.
    const read = outcomes.filter((outcome) => "content" in outcome).length;
    expect(read).toBeGreaterThan(few / 10);
    expect(read).toBeLessThan(few);
  },
);
