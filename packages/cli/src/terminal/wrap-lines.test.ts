import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapLines } from "./wrap-lines.ts";

test.each([
  ["a short line stays", "ok  all", 20, "ok  all"],
  ["text", "warning the run is long and odd", 20, "warning the run is\n  long and odd"],
  ["the last column of a table", "ok  backend  runs a test step", 22, "ok  backend  runs a\n    test step"],
  ["a deep column", "ok  name   runs a test step", 22, "ok  name   runs a test\n           step"],
  ["a number and its deviation stay together", "best sw2 0.47 ± 0.008", 19, "best sw2\n  0.47 ± 0.008"],
  [
    "a word that is too long has a line of its own",
    "see /a/long/path/to/it now",
    10,
    "see\n  /a/long/path/to/it\n  now",
  ],
  ["colours have no width", "\x1b[31mfailed\x1b[39m of it", 12, "\x1b[31mfailed\x1b[39m of it"],
  ["a line of JSON stays", '{"reason":"a long text of words"}', 10, '{"reason":"a long text of words"}'],
])("%s", (_, text, width, wrapped) => expect(wrapLines(text, width)).toBe(wrapped));

test("no word is lost or broken, and only single words are too wide", () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9.]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, fc.integer({ min: 8, max: 40 }), (words, width) => {
      const lines = wrapLines(words.join(" "), width).split("\n");
      expect(lines.join(" ").trim().split(/\s+/)).toEqual(words);
      for (const line of lines) if (line.length > width) expect(line.trim()).not.toContain(" ");
    }),
  );
});
