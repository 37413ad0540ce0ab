import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../diagnose/config-error.ts";
import { composeRing, configErrorOf } from "../ring.fixture.ts";
import { compose } from "./compose.ts";

describe("loading files", () => {
  test("reports the chain of files that extend each other", async () => {
    const files = { "ring.yaml": "extends: a.yaml\n", "a.yaml": "seed: 1\nextends: ring.yaml\n" };
    expect(await configErrorOf(files)).toMatchInlineSnapshot(`
      "
      error a.yaml:2:10 at extends
          2 | extends: ring.yaml
            |          ^^^^^^^^^ ring.yaml: it extends itself: ring.yaml -> a.yaml -> ring.yaml
      "
    `);
  });

  test("reports a missing extended file", async () => {
    const files = {
      "ring.yaml": "extends:\n  - base/mlp.yaml\n  - base/rign.yaml\n",
      "base/mlp.yaml": "a: 1\n",
      "base/ring.yaml": "b: 1\n",
    };
    expect(await configErrorOf(files)).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:5 at extends
          3 |   - base/rign.yaml
            |     ^^^^^^^^^^^^^^ base/rign.yaml: no such file
            = help: did you mean \`base/ring.yaml\`?
      "
    `);
  });

  test("reads each file once, if thirty files extend the next one twice", async () => {
    const twice = (next: number) => [`${next - 1}.yaml`, `extends: [${next}.yaml, ${next}.yaml]\n`];
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => twice(i + 1)));
    const { value } = await composeRing({ ...files, "30.yaml": "x: 1\n", "ring.yaml": "extends: 0.yaml\n" });
    expect(value).toEqual({ x: 1 });
  });

  test("reports an error of an extended file in that file", async () => {
    const files = {
      "ring.yaml": "extends: base.yaml\nseed: -1\n",
      "base.yaml": "# base\nloss: {use: sid/l2, lamda: 1}\n",
    };
    expect(await configErrorOf(files)).toMatchInlineSnapshot(`
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

  describe("refuses an extended file outside the project", () => {
    const project = (extended: string) => ({
      "project/package.json": '{ "tweedie": {} }',
      "project/deep/ring.yaml": `extends: ${extended}\n`,
      "base.yaml": "x: 1\n",
    });

    test("by its path, whether or not the file exists", async () => {
      const folder = temporaryFolder(project("[../../base.yaml, ../../nothing.yaml]"));
      const message = await compose({ file: join(folder, "project/deep/ring.yaml") }).catch(
        (error: Error) => error.message,
      );
      expect(String(message).replaceAll(folder, "")).toMatchInlineSnapshot(`
        "error /project/deep/ring.yaml:1:11 at extends
            1 | extends: [../../base.yaml, ../../nothing.yaml]
              |           ^^^^^^^^^^^^^^^ \`../../base.yaml\` is outside the project
              = help: a file can extend files in /project; \`-c\` accepts files from anywhere

        error /project/deep/ring.yaml:1:28 at extends
            1 | extends: [../../base.yaml, ../../nothing.yaml]
              |                            ^^^^^^^^^^^^^^^^^^ \`../../nothing.yaml\` is outside the project
              = help: a file can extend files in /project; \`-c\` accepts files from anywhere"
      `);
    });

    test("by a link", async () => {
      const folder = temporaryFolder(project("../linked.yaml"));
      symlinkSync(join(folder, "base.yaml"), join(folder, "project/linked.yaml"));
      const message = compose({ file: join(folder, "project/deep/ring.yaml") });
      await expect(message).rejects.toThrow("`../linked.yaml` is outside the project");
    });

    test("but accepts a path that leads out and back in", async () => {
      const folder = temporaryFolder({ ...project("../../project/other.yaml"), "project/other.yaml": "x: 2\n" });
      expect((await compose({ file: join(folder, "project/deep/ring.yaml") })).value).toEqual({ x: 2 });
    });

    test("but accepts extra files from other projects", async () => {
      const folder = temporaryFolder({
        ...project("[]"),
        "other/package.json": '{ "tweedie": {} }',
        "other/deep/extra.yaml": "extends: ../base.yaml\n",
        "other/base.yaml": "x: 3\n",
      });
      const extra = [join(folder, "other/deep/extra.yaml")];
      expect((await compose({ file: join(folder, "project/deep/ring.yaml"), extra })).value).toEqual({ x: 3 });
    });
  });

  test("refuses an `extends` that is not a relative path", async () => {
    expect(await configErrorOf("extends: [/etc/passwd, {a: 1}]\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:11 at extends
          1 | extends: [/etc/passwd, {a: 1}]
            |           ^^^^^^^^^^^ expected a path relative to this file
            = help: write \`extends: base.yaml\` or \`extends: [a.yaml, b.yaml]\`

      error ring.yaml:1:24 at extends
          1 | extends: [/etc/passwd, {a: 1}]
            |                        ^^^^^^ expected a path relative to this file
            = help: write \`extends: base.yaml\` or \`extends: [a.yaml, b.yaml]\`
      "
    `);
  });

  test("refuses folders, devices, large files, and text that is not UTF-8", async () => {
    const folder = temporaryFolder({
      "large.yaml": `# ${"x".repeat(2 ** 20)}\n`,
      "latin1.yaml": Buffer.from("name: h\xfclle\n", "latin1"),
    });
    mkdirSync(join(folder, "folder.yaml"));
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "folder/a.yaml"), "");
    const message = ["folder.yaml", "folder", "large.yaml", "latin1.yaml", "lage.yaml", "/dev/zero"].map((name) =>
      compose({ file: resolve(folder, name) }).then(
        () => "nothing",
        (error: unknown) => (error as ConfigError).message.replaceAll(`${folder}/`, ""),
      ),
    );
    expect((await Promise.all(message)).join("\n")).toMatchInlineSnapshot(`
      "error folder.yaml: this is a folder
      error folder: this is a folder
            = help: its files: \`folder/a.yaml\`
      error large.yaml: 1048579 bytes, more than the 1048576 that a configuration may have
            = help: keep data in a file of its own
      error latin1.yaml: not UTF-8 text
      error lage.yaml: no such file
            = help: did you mean \`large.yaml\`?
      error /dev/zero: not a regular file"
    `);
  });

  test("reports the errors of all files at once", async () => {
    const files = { "ring.yaml": "extends: [a.yaml, b.yaml]\n", "a.yaml": "x: @\n", "b.yaml": "y: 'open\n" };
    const error: unknown = await composeRing(files).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).diagnostics).toHaveLength(2);
    expect((error as ConfigError).exitCode).toBe(2);
  });
});
