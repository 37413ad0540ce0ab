import { expect, test } from "vitest";
import { toJson } from "../tree/node.ts";
import { parseFile } from "./parse-file.ts";

const valueOf = (name: string, text: string) => {
  const parsed = parseFile({ name, text });
  return parsed.ok && toJson(parsed.node);
};

test("a file that is unchanged keeps its tree, and one that has changed is parsed again", () => {
  const source = { name: "a.yaml", text: "steps: 1\n" };
  const first = parseFile(source);
  expect(parseFile({ ...source })).toBe(first);
  expect(valueOf("a.yaml", "steps: 2\n")).toEqual({ steps: 2 });
  expect(valueOf("b.yaml", "steps: 1\n")).toEqual({ steps: 1 });
  expect(valueOf("a.yaml", "steps: 1\n")).toEqual({ steps: 1 });
});

test("the trees of the last 32 files are kept", () => {
  const source = { name: "first.yaml", text: "steps: 1\n" };
  const first = parseFile(source);
  for (let file = 1; file < 32; file++) valueOf(`${file}.yaml`, "steps: 1\n");
  expect(parseFile(source)).toBe(first);
  valueOf("32.yaml", "steps: 1\n");
  expect(parseFile(source)).not.toBe(first);
});
