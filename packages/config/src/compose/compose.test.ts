import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import { composeRing } from "../ring.fixture.ts";
import { compose } from "./compose.ts";

const valueOf = async (files: Readonly<Record<string, string>>, ...overrides: string[]) =>
  (await composeRing(files, ...overrides)).value;

describe("a file is merged over the files that it extends", () => {
  test("maps merge, lists and scalars replace, the file wins", async () => {
    const value = await valueOf({
      "ring.yaml": "extends: base.yaml\nseed: 1\ntrain: { steps: 10 }\nmetrics: [c]\n",
      "base.yaml": "seed: 0\ntrain: { steps: 5, batch: 8 }\nmetrics: [a, b]\n",
    });
    expect(value).toEqual({ seed: 1, train: { steps: 10, batch: 8 }, metrics: ["c"] });
  });

  test("the later extended file wins; paths are relative to the file with the `extends`", async () => {
    const value = await valueOf({
      "ring.yaml": "extends: [parts/a.yaml, parts/b.yaml]\n",
      "parts/a.yaml": "extends: deep/c.yaml\nx: a\ny: a\n",
      "parts/b.yaml": "x: b\n",
      "parts/deep/c.yaml": "x: c\ny: c\nz: c\n",
    });
    expect(value).toEqual({ x: "b", y: "a", z: "c" });
  });

  test("two files may extend the same third one", async () => {
    const files = {
      "ring.yaml": "extends: [a.yaml, b.yaml]\n",
      "a.yaml": "extends: c.yaml\n",
      "b.yaml": "extends: c.yaml\n",
    };
    expect(await valueOf({ ...files, "c.yaml": "x: 1\n" })).toEqual({ x: 1 });
  });

  test("a block whose plugin changes drops the options of the old one", async () => {
    const base = "loss: { use: sid/l2, lambda: 1 }\n";
    const of = (text: string) => valueOf({ "ring.yaml": `extends: base.yaml\n${text}`, "base.yaml": base });
    expect(await of("loss: { use: dde/kl }\n")).toEqual({ loss: { use: "dde/kl" } });
    expect(await of("loss: dde/kl\n")).toEqual({ loss: { use: "dde/kl" } });
    expect(await of("loss: { use: sid/l2, clamp: 2 }\n")).toEqual({ loss: { use: "sid/l2", lambda: 1, clamp: 2 } });
    expect(await of("loss: { clamp: 2 }\n")).toEqual({ loss: { use: "sid/l2", lambda: 1, clamp: 2 } });
  });

  test("a plugin's name is short for its block", async () => {
    const files = { "ring.yaml": "extends: base.yaml\nloss: { lambda: 2 }\n", "base.yaml": "loss: sid/l2\n" };
    expect(await valueOf(files)).toEqual({ loss: { use: "sid/l2", lambda: 2 } });
  });

  test("a map replaces a string that is no plugin's name", async () => {
    const files = { "ring.yaml": "extends: base.yaml\ninit: { run: runs/a }\n", "base.yaml": "init: teacher\n" };
    expect(await valueOf(files)).toEqual({ init: { run: "runs/a" } });
  });
});

describe("overrides are merged over all files", () => {
  const files = { "ring.yaml": "loss: { use: sid/l2, lambda: 1 }\nmetrics: [{ use: a }, { use: b }]\nseed: 0\n" };

  test.each([
    ["seed=3", { seed: 3 }],
    ["seed=1e3", { seed: 1000 }],
    ["+new.key=x", { new: { key: "x" } }],
    ["seed=True", { seed: true }],
    ["seed=null", { seed: null }],
    ["seed=", { seed: null }],
    ["loss.lambda=0.5", { loss: { use: "sid/l2", lambda: 0.5 } }],
    ["loss.use=dde/kl", { loss: { use: "dde/kl" } }],
    ["loss=dde/kl", { loss: { use: "dde/kl" } }],
    ["loss={use: sid/l2, clamp: 1}", { loss: { use: "sid/l2", lambda: 1, clamp: 1 } }],
    ["metrics[1].use=c", { metrics: [{ use: "a" }, { use: "c" }] }],
    ["metrics.0.samples=9", { metrics: [{ use: "a", samples: 9 }, { use: "b" }] }],
    ["metrics=[c]", { metrics: ["c"] }],
    ["name=a=b", { name: "a=b" }],
  ])("%s", async (argument, changed) => {
    const value = await valueOf(files);
    expect(await valueOf(files, argument)).toEqual({ ...value, ...changed });
  });

  test("the later override wins, and overrides win over extra files", async () => {
    const folder = temporaryFolder({ ...files, "extra.yaml": "seed: 5\nname: extra\n" });
    const of = async (...overrides: string[]) =>
      (await compose({ file: join(folder, "ring.yaml"), extra: [join(folder, "extra.yaml")], overrides })).value;
    expect(await of()).toMatchObject({ seed: 5, name: "extra" });
    expect(await of("seed=6", "seed=7")).toMatchObject({ seed: 7, name: "extra" });
  });
});
