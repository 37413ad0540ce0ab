import { definePlugin } from "@tweedie/core";
import { noop } from "@tweedie/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { fileOptions, resolveFileOptions } from "./file-options.ts";

const plugin = definePlugin({
  role: "data",
  summary: "of a file",
  options: z.strictObject({
    path: z.string().min(1).meta({ format: "path" }).describe("the file"),
    other: z.string().optional().meta({ format: "path" }),
    name: z.string(),
    init: z
      .union([z.enum(["random"]), z.strictObject({ run: z.string().meta({ format: "run" }) })])
      .default("random")
      .describe("nested"),
  }),
  create: () => noop.data.create({}),
});
const resolved = (options: object) => resolveFileOptions({ use: "a/file", ...options }, plugin, (name) => `/a/${name}`);

test("relative paths in options become absolute; absolute paths and other options do not change", () => {
  expect(resolved({ path: "../a.npz", other: "/data/b", name: "c" })).toEqual({
    ...{ use: "a/file", path: "/a/a.npz", other: "/data/b", name: "c" },
  });
});

test("options that are not strings, or empty, are left to the check of the options", () => {
  const options = { path: 3, other: "", constructor: "x" };
  expect(resolved(options)).toEqual({ use: "a/file", ...options });
});

test("an option inside another, an optional one and the alternatives of a union are found", () => {
  expect(fileOptions(plugin)).toEqual([
    { name: "path", format: "path" },
    { name: "other", format: "path" },
    { name: "init.run", format: "run" },
  ]);
  expect(resolved({ path: "a", name: "b", init: { run: "runs/x" } })).toEqual({
    ...{ use: "a/file", path: "/a/path/a", name: "b", init: { run: "/a/init.run/runs/x" } },
  });
  expect(resolved({ name: "b", init: "random" })).toEqual({ use: "a/file", name: "b", init: "random" });
});
