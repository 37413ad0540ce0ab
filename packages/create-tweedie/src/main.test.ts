import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "./main.ts";
import { versions } from "./versions.ts";

const home = mkdtempSync(join(tmpdir(), "create-tweedie-"));
afterAll(() => rmSync(home, { recursive: true }));

function create(...argv: string[]): { readonly code: number; readonly stdout: string; readonly stderr: string } {
  let [stdout, stderr] = ["", ""];
  const code = main(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test("a project has experiments, a loss with its test, and settings of editors", () => {
  const folder = join(home, "My Project");
  const { code, stdout } = create(folder);
  expect(code).toBe(0);
  expect(filesIn(folder)).toEqual([
    ".gitignore",
    ".npmrc",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "README.md",
    "experiments/my-loss.yaml",
    "experiments/ring.yaml",
    "package.json",
    "plugins/my-loss.test.ts",
    "plugins/my-loss.ts",
    "tsconfig.json",
    "vitest.config.ts",
  ]);
  expect(stdout).toContain(`cd '${folder}'`);
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
    name: "my-project",
    dependencies: { tweedie: versions.tweedie },
  });
});

test("no file of a project or a package names a folder of this machine or a package of the repository", () => {
  for (const argv of [["a"], ["--plugin", "b"]]) {
    const folder = join(home, argv.at(-1)!);
    expect(create(...argv.slice(0, -1), folder).code).toBe(0);
    for (const file of filesIn(folder)) {
      expect(readFileSync(join(folder, file), "utf8"), file).not.toMatch(/file:|@tweedie\/|\/packages\//);
    }
  }
});

test("a package exports its compiled plugins, and depends on tweedie as a peer", () => {
  const folder = join(home, "my-losses");
  expect(create("--plugin", folder).code).toBe(0);
  expect(filesIn(folder)).toContain("src/my-loss.ts");
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
    name: "my-losses",
    exports: { "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } },
    peerDependencies: { tweedie: versions.tweedie },
  });
});

test("a folder that is not empty is refused", () => {
  mkdirSync(join(home, "full/data"), { recursive: true });
  const { code, stderr } = create(join(home, "full"));
  expect(code).toBe(2);
  expect(stderr).toContain("the folder is not empty: it contains data");
});

test("a file in the place of the folder is one line on stderr", () => {
  writeFileSync(join(home, "file"), "");
  for (const path of ["file", "file/a"]) {
    const { code, stderr } = create(join(home, path));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error [^\n]*file[^\n]*: ENOTDIR[^\n]*\n$/);
  }
});

test("without a folder, and with an unknown option, the usage is printed", () => {
  for (const argv of [[], ["--plugins", "x"], ["a", "b"]]) {
    expect(create(...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining("npm create tweedie@latest") });
  }
  expect(create("--help").code).toBe(0);
});
