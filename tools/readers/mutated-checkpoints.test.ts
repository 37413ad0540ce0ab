import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { diceOf, mutated } from "./dice.ts";
import { formats } from "./formats.ts";
import { outcomeOf } from "./outcome.ts";

/** `npm run test:readers -- --formats pkl,pt,stored,folder --count 2500` reads 10,000, and compares with torch and safetensors. */
const few = 60;

test.each(["pkl", "pt", "stored", "folder"])("mutated %s checkpoints are read or are refused in one line", (ending) => {
  const outcomes = Array.from({ length: few }, (_, index) => {
    const dice = diceOf(3, ending, index);
    return outcomeOf(`file.${ending}`, mutated(formats[ending]!.make(dice), dice));
  });
  const faults = outcomes.filter(
    (outcome) => "fault" in outcome || ("refused" in outcome && outcome.refused.includes("\n")),
  );
  expect(faults).toEqual([]);
  // Most are damaged.
  expect(outcomes.filter((outcome) => "refused" in outcome).length).toBeGreaterThan(few / 4);
  // Some of the pickles name os.system, which would write this file.
  expect(existsSync("executed.txt")).toBe(false);
});
