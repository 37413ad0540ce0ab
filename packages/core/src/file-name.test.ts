import fc from "fast-check";
import { expect, test } from "vitest";
import { isFileName, toFileName } from "./file-name.ts";

test.each([
  ["実験-測定", "実験-測定"],
  ["опыт 1", "опыт-1"],
  ["हिन्दी", "हिन्दी"],
  ["cafe\u0301", "caf\u00e9"],
  ["a/b:c*?", "a-b-c-"],
  ["-rf", "rf"],
  ["..", "_"],
  ["a.", "a"],
  ["CON.old", "_CON.old"],
  ["👍", "_"],
])("%s is called %s", (text, name) => expect(toFileName(text)).toBe(name));

test("any text becomes a name that file systems hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const name = toFileName(text);
      expect(isFileName(name), JSON.stringify(name)).toBe(true);
      expect(toFileName(name)).toBe(name);
    }),
  );
});

test.each(["nul", "COM1.yaml", "-x", ".", "a.", "a b", "a/b", "e\u0301", "測".repeat(70), "a".repeat(81), ""])(
  "%j is no name",
  (name) => expect(isFileName(name)).toBe(false),
);
