import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { choicesAt, type Schema } from "./schema-choices.ts";
import { placeIn } from "./yaml-path.ts";

const file = new URL("../../../../../.tweedie/experiment.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
const choices = (before: string, after = "") => choicesAt(schema, [before, after], placeIn(before)!);
const texts = (before: string, after?: string) => choices(before, after).map(({ text }) => text);

describe("completion has", () => {
  test("the keys of the experiment that it lacks", () => {
    expect(texts("name: a\nda")).toEqual(expect.arrayContaining(["data", "loss", "distill"]));
    expect(texts("name: a\nda")).not.toContain("name");
    expect(texts("na", "\nseed: 3")).not.toContain("seed");
  });

  test("plugins of the role, with their summaries", () => {
    const found = choices("loss: ");
    expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(["sid/l2", "divergences/reverse-kl"]));
    expect(found.map(({ text }) => text)).not.toContain("datasets/ring");
    expect(found.find(({ text }) => text === "sid/l2")?.info).toMatch(/^.+ /);
    expect(texts("student: { use: ")).toEqual(expect.arrayContaining(["students/mlp", "students/denoiser"]));
  });

  test("options of the chosen plugin alone, with their defaults", () => {
    expect(texts("data: { use: datasets/ring, ", "}")).toEqual(["modes", "radius", "std", "weights"]);
    expect(texts("data: { use: datasets/ring, std: 1, ", "}")).not.toContain("std");
    expect(choices("data:\n  use: datasets/ring\n  mo")[0]).toMatchObject({ text: "modes", detail: "8" });
  });

  test("values of options, and keys within them", () => {
    expect(texts("student: { use: students/mlp, activation: ", "}")).toEqual(["silu", "softplus"]);
    expect(texts("fakeScore: { use: fake-scores/denoiser, init: ", "}")).toEqual(
      expect.arrayContaining(["teacher", "random"]),
    );
    expect(texts("distill: { student: { optimizer: { ", "}}}")).toContain("lr");
    expect(texts("evaluate: { metrics: [", "]}")).toContain("metrics/modes");
    expect(texts("distill: { student: { time: { use: dde/single-level, ", "}}}")).toEqual(["sigma", "sigma0"]);
  });

  test("nothing at an unknown key", () => {
    expect(texts("distil: { ", "}")).toEqual([]);
  });
});
