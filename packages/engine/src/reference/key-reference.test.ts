import { pluginBlock } from "@tweedie/config";
import { expect, test } from "vitest";
import { z } from "zod";
import { experimentReference } from "./experiment-reference.ts";
import { keysOf } from "./key-reference.ts";

test("keys have path, type, range, default, example and description, nested keys included", () => {
  const schema = z.strictObject({
    rate: z.number().gt(0).max(1).nullable().default(0.5).describe("Rate."),
    kind: z.enum(["a", "b"]),
    inner: z.strictObject({ count: z.int().positive() }).optional().describe("Inner."),
    any: z.json().optional(),
  });
  expect(keysOf(schema)).toEqual([
    { path: "rate", type: "number | null", range: "above 0 to 1", default: 0.5, required: false, description: "Rate." },
    { path: "kind", type: "a | b", choices: ["a", "b"], required: true },
    { path: "inner", type: "map", required: false, description: "Inner." },
    { path: "inner.count", type: "integer", range: "from 1", required: true },
    { path: "any", type: "any value", required: false },
  ]);
});

test("items of a list are `*`, keys that the user chooses are `KEY`, and a recursive schema ends", () => {
  const node = z.strictObject({
    get children() {
      return z.record(z.string(), node).optional();
    },
  });
  const schema = z.strictObject({ list: z.array(z.strictObject({ x: z.number() })), node });
  expect(keysOf(schema).map(({ path }) => path)).toEqual([
    "list",
    "list.*.x",
    "node",
    "node.children",
    "node.children.KEY",
  ]);
});

test("a key that takes plugins has their role, and no key `use`", () => {
  const block = pluginBlock.prefault("a/b").describe("One.").meta({ example: "a/c" });
  const schema = z.strictObject({ one: block, many: z.array(pluginBlock) });
  expect(keysOf(schema, { one: "loss", "many.*": "metric" })).toEqual([
    { path: "one", type: "plugin", default: "a/b", required: false, description: "One.", example: "a/c", role: "loss" },
    { path: "many", type: "[plugin, ...]", required: true, role: "metric" },
  ]);
});

test("the reference of an experiment has its required keys and its defaults", () => {
  const keys = new Map(experimentReference().map((key) => [key.path, key]));
  expect(keys.get("loss")).toMatchObject({ role: "loss", required: true });
  expect(keys.get("schedule")).toMatchObject({ default: "schedules/edm", required: false });
  expect(keys.get("distill.student.optimizer.betas")).toMatchObject({ default: [0, 0.99] });
  expect(keys.has("extends")).toBe(true);
});
