import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { shellPath, shellWord } from "./shell-word.ts";

const words = [
  "plain-1.5",
  "two words",
  "it's",
  "$HOME `id` \\",
  "",
  "測定",
  "a\u001b]0;x\u0007'\\b",
  "line\nbreak\u202e",
  "*?[a]!~#",
];

test.runIf(existsSync("/bin/bash"))("bash reads every quoted word as the word, and nothing is expanded", () => {
  const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
  const read = execFileSync("/bin/bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  expect(read).toEqual(words);
});

test("quoted words have no character that a terminal obeys", () => {
  // eslint-disable-next-line no-control-regex -- the control characters are the subject
  for (const word of words) expect(shellWord(word)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test("a path that begins with a dash is no option", () => {
  expect(shellPath("-rf")).toBe("./-rf");
  expect(shellPath("--force it")).toBe("'./--force it'");
  expect(shellPath("runs/-a")).toBe("runs/-a");
});
