import { definePlugin } from "@tweedie/core";
import { noop } from "@tweedie/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { placeFiles } from "./file-options.ts";

const plugin = definePlugin({
  role: "data",
  summary: "of a file",
  options: z.strictObject({
    path: z.string().min(1).meta({ format: "path" }).describe("where it is"),
    other: z.string().optional().meta({ format: "path" }),
    name: z.string(),
  }),
  create: () => noop.data.create({}),
});
const place = (block: object) => placeFiles({ use: "lab/file", ...block }, plugin, (name) => `/lab/${name}`);

test("the options that are files start from the folder of what says them; absolute ones and others stay", () => {
  expect(place({ path: "../a.npz", other: "/data/b", name: "c" })).toEqual({
    ...{ use: "lab/file", path: "/lab/a.npz", other: "/data/b", name: "c" },
  });
});

test("what is no text, or nothing, is left for the check of the options", () => {
  expect(place({ path: 3, other: "", constructor: "x" })).toEqual({
    use: "lab/file",
    path: 3,
    other: "",
    constructor: "x",
  });
});
