import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ndarray } from "@tweedie/core";
import { encodeSafetensors } from "@tweedie/formats";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { haveSameResults } from "./same-results.ts";

const folder = temporaryFolder(
  {
    "a.jsonl": '{"step":1,"loss":0.101125}\n{"step":2,"loss":2}\n',
    "rounded.jsonl": '{"step":1,"loss":0.101126}\n{"step":2,"loss":2}\n',
    "other.jsonl": '{"step":1,"loss":0.111}\n{"step":2,"loss":2}\n',
    "short.jsonl": '{"step":2,"loss":2}\n',
    "renamed.jsonl": '{"step":1,"cost":0.101125}\n{"step":2,"loss":2}\n',
  },
  afterAll,
);
const tensors = (name: string, numbers: number[], key = "w") =>
  writeFileSync(join(folder, name), encodeSafetensors({ [key]: ndarray([2], Float32Array.from(numbers)) }));
tensors("a.safetensors", [1, 2]);
tensors("rounded.safetensors", [1.00001, 2]);
tensors("other.safetensors", [1.1, 2]);
tensors("renamed.safetensors", [1, 2], "v");

test.each(["jsonl", "safetensors"])("results differ by more than rounding: %s", (type) => {
  const isSame = (name: string) => haveSameResults(join(folder, `a.${type}`), join(folder, `${name}.${type}`));
  expect(isSame("a")).toBe(true);
  expect(isSame("rounded")).toBe(true);
  expect(isSame("other")).toBe(false);
  expect(isSame("renamed")).toBe(false);
});

test("a missing row is another result", () => {
  expect(haveSameResults(join(folder, "a.jsonl"), join(folder, "short.jsonl"))).toBe(false);
});
