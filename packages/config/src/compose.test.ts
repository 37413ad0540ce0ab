import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { compose } from "./compose.ts";
import { ConfigError } from "./config-error.ts";
import { complaint, composeRing, project } from "./project.fixture.ts";

const valueOf = async (files: Readonly<Record<string, string>>, ...overrides: string[]) =>
  (await composeRing(files, ...overrides)).value;

describe("a file is laid over those that it extends", () => {
  test("maps merge, lists and scalars replace, the file wins", async () => {
    const value = await valueOf({
      "ring.yaml": "extends: base.yaml\nseed: 1\ntrain: { steps: 10 }\nmetrics: [c]\n",
      "base.yaml": "seed: 0\ntrain: { steps: 5, batch: 8 }\nmetrics: [a, b]\n",
    });
    expect(value).toEqual({ seed: 1, train: { steps: 10, batch: 8 }, metrics: ["c"] });
  });

  test("of several, the later wins, and each is relative to the file that names it", async () => {
    const value = await valueOf({
      "ring.yaml": "extends: [parts/a.yaml, parts/b.yaml]\n",
      "parts/a.yaml": "extends: deep/c.yaml\nx: a\ny: a\n",
      "parts/b.yaml": "x: b\n",
      "parts/deep/c.yaml": "x: c\ny: c\nz: c\n",
    });
    expect(value).toEqual({ x: "b", y: "a", z: "c" });
  });

  test("two may extend the same third", async () => {
    const files = {
      "ring.yaml": "extends: [a.yaml, b.yaml]\n",
      "a.yaml": "extends: c.yaml\n",
      "b.yaml": "extends: c.yaml\n",
    };
    expect(await valueOf({ ...files, "c.yaml": "x: 1\n" })).toEqual({ x: 1 });
  });

  test("a block whose plugin changes forgets the options of the old one", async () => {
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
});

describe("overrides are laid over all files", () => {
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

  test("the later wins, and extra files come before them", async () => {
    const folder = project({ ...files, "extra.yaml": "seed: 5\nname: extra\n" });
    const of = async (...overrides: string[]) =>
      (await compose({ file: join(folder, "ring.yaml"), extra: [join(folder, "extra.yaml")], overrides })).value;
    expect(await of()).toMatchObject({ seed: 5, name: "extra" });
    expect(await of("seed=6", "seed=7")).toMatchObject({ seed: 7, name: "extra" });
  });
});

describe("what cannot be read", () => {
  test("files that extend one another, with the chain", async () => {
    const files = { "ring.yaml": "extends: a.yaml\n", "a.yaml": "seed: 1\nextends: ring.yaml\n" };
    expect(await complaint(files)).toMatchInlineSnapshot(`
      "
      error a.yaml:2:10 at extends
          2 | extends: ring.yaml
            |          ^^^^^^^^^ ring.yaml: it extends itself: ring.yaml -> a.yaml -> ring.yaml
      "
    `);
  });

  test("an extended file that is not there", async () => {
    const files = {
      "ring.yaml": "extends:\n  - base/mlp.yaml\n  - base/rign.yaml\n",
      "base/mlp.yaml": "a: 1\n",
      "base/ring.yaml": "b: 1\n",
    };
    expect(await complaint(files)).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:5 at extends
          3 |   - base/rign.yaml
            |     ^^^^^^^^^^^^^^ base/rign.yaml: no such file
            = help: did you mean \`base/ring.yaml\`?
      "
    `);
  });

  test("files that extend the next one twice, thirty deep, are read once each", async () => {
    const twice = (next: number) => [`${next - 1}.yaml`, `extends: [${next}.yaml, ${next}.yaml]\n`];
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => twice(i + 1)));
    const value = await valueOf({ ...files, "30.yaml": "x: 1\n", "ring.yaml": "extends: 0.yaml\n" });
    expect(value).toEqual({ x: 1 });
  });

  test("a mistake in an extended file is shown there", async () => {
    const files = {
      "ring.yaml": "extends: base.yaml\nseed: -1\n",
      "base.yaml": "# base\nloss: {use: sid/l2, lamda: 1}\n",
    };
    expect(await complaint(files)).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at seed
          2 | seed: -1
            |       ^^ expected at least 0, got \`-1\`

      error base.yaml:2:21 at loss.lamda
          2 | loss: {use: sid/l2, lamda: 1}
            |                     ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  describe("extends that leads out of the project", () => {
    const lab = (extended: string) => ({
      "lab/package.json": "{}",
      "lab/deep/ring.yaml": `extends: ${extended}\n`,
      "base.yaml": "x: 1\n",
    });

    test("by its letters, be the file there or not", async () => {
      const folder = project(lab("[../../base.yaml, ../../nothing.yaml]"));
      const said = await compose({ file: join(folder, "lab/deep/ring.yaml") }).catch((error: Error) => error.message);
      expect(String(said).replaceAll(folder, "")).toMatchInlineSnapshot(`
        "error /lab/deep/ring.yaml:1:11 at extends
            1 | extends: [../../base.yaml, ../../nothing.yaml]
              |           ^^^^^^^^^^^^^^^ \`../../base.yaml\` leads out of the project
              = help: a file extends others below /lab; \`-c\` takes one from anywhere

        error /lab/deep/ring.yaml:1:28 at extends
            1 | extends: [../../base.yaml, ../../nothing.yaml]
              |                            ^^^^^^^^^^^^^^^^^^ \`../../nothing.yaml\` leads out of the project
              = help: a file extends others below /lab; \`-c\` takes one from anywhere"
      `);
    });

    test("by a link", async () => {
      const folder = project(lab("../linked.yaml"));
      symlinkSync(join(folder, "base.yaml"), join(folder, "lab/linked.yaml"));
      const said = compose({ file: join(folder, "lab/deep/ring.yaml") });
      await expect(said).rejects.toThrow("`../linked.yaml` leads out of the project");
    });

    test("and back in is well", async () => {
      const folder = project({ ...lab("../../lab/other.yaml"), "lab/other.yaml": "x: 2\n" });
      expect((await compose({ file: join(folder, "lab/deep/ring.yaml") })).value).toEqual({ x: 2 });
    });

    test("is allowed to nobody but to who types -c, whose file has its own project", async () => {
      const folder = project({
        ...lab("[]"),
        "other/package.json": "{}",
        "other/deep/extra.yaml": "extends: ../base.yaml\n",
        "other/base.yaml": "x: 3\n",
      });
      const extra = [join(folder, "other/deep/extra.yaml")];
      expect((await compose({ file: join(folder, "lab/deep/ring.yaml"), extra })).value).toEqual({ x: 3 });
    });
  });

  test("extends that is no relative path", async () => {
    expect(await complaint("extends: [/etc/passwd, {a: 1}]\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:11 at extends
          1 | extends: [/etc/passwd, {a: 1}]
            |           ^^^^^^^^^^^ expected a path, relative to this file
            = help: write \`extends: base.yaml\` or \`extends: [a.yaml, b.yaml]\`

      error ring.yaml:1:24 at extends
          1 | extends: [/etc/passwd, {a: 1}]
            |                        ^^^^^^ expected a path, relative to this file
            = help: write \`extends: base.yaml\` or \`extends: [a.yaml, b.yaml]\`
      "
    `);
  });

  test("folders, devices, large files, and text that is not UTF-8", async () => {
    const folder = project({
      "large.yaml": `# ${"x".repeat(2 ** 20)}\n`,
      "latin1.yaml": Buffer.from("name: h\xfclle\n", "latin1"),
    });
    mkdirSync(join(folder, "folder.yaml"));
    const said = ["folder.yaml", "large.yaml", "latin1.yaml", "lage.yaml", "/dev/zero"].map((name) =>
      compose({ file: resolve(folder, name) }).then(
        () => "nothing",
        (error: unknown) => (error as ConfigError).message.replaceAll(`${folder}/`, ""),
      ),
    );
    expect((await Promise.all(said)).join("\n")).toMatchInlineSnapshot(`
      "error folder.yaml: this is a folder
      error large.yaml: 1048579 bytes, more than the 1048576 that a configuration may have
            = help: keep data in a file of its own
      error latin1.yaml: not UTF-8 text
      error lage.yaml: no such file
            = help: did you mean \`large.yaml\`?
      error /dev/zero: not a regular file"
    `);
  });

  test("all files are told of at once", async () => {
    const files = { "ring.yaml": "extends: [a.yaml, b.yaml]\n", "a.yaml": "x: @\n", "b.yaml": "y: 'open\n" };
    const error: unknown = await composeRing(files).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).diagnostics).toHaveLength(2);
    expect((error as ConfigError).exitCode).toBe(2);
  });
});
