import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test, vi } from "vitest";
import { findProjectRoot, projectBoundary } from "./project-root.ts";

const manifest = (content: object): string => JSON.stringify(content);

test.each([
  ["the key `tweedie`", { tweedie: {} }],
  ["a dependency on Tweedie", { dependencies: { "@tweedie/core": "1" } }],
  ["a development dependency on Tweedie", { devDependencies: { tweedie: "1" } }],
])("a package.json with %s declares a project", (_, content) => {
  const folder = temporaryFolder({ "package.json": manifest(content), "a/b/x.yaml": "" });
  expect(findProjectRoot(join(folder, "a/b"))).toBe(folder);
  expect(projectBoundary(join(folder, "a/b"))).toBe(folder);
});

test("a package.json of another kind declares none, and the search goes on above it", () => {
  const folder = temporaryFolder({
    "package.json": manifest({ tweedie: {} }),
    "a/package.json": manifest({ name: "a", dependencies: { zod: "4" } }),
    "a/b/package.json/x": "",
  });
  expect(findProjectRoot(join(folder, "a/b"))).toBe(folder);
});

test("a folder without a project has itself as boundary", () => {
  const folder = temporaryFolder({ "package.json": "{}", "a/x.yaml": "" });
  expect(findProjectRoot(join(folder, "a"))).toBeUndefined();
  expect(projectBoundary(join(folder, "a"))).toBe(join(folder, "a"));
});

test("a package.json that is not JSON counts, so that the error is reported", () => {
  const folder = temporaryFolder({ "package.json": "{", "a/x.yaml": "" });
  expect(findProjectRoot(join(folder, "a"))).toBe(folder);
});

test("the nearest project counts", () => {
  const files = { "package.json": manifest({ tweedie: {} }), "a/package.json": manifest({ tweedie: {} }) };
  const folder = temporaryFolder({ ...files, "a/b/x.yaml": "" });
  expect(findProjectRoot(join(folder, "a/b"))).toBe(join(folder, "a"));
});

test("a link belongs to the project that it points to", () => {
  const folder = temporaryFolder({ "own/package.json": manifest({ tweedie: {} }), "other/x.yaml": "" });
  symlinkSync(join(folder, "other"), join(folder, "own/link"));
  expect(findProjectRoot(join(folder, "own/link"))).toBeUndefined();
});

test.skipIf(process.platform === "win32")(
  "the search ends at a folder that everybody may write temporary files to",
  () => {
    const folder = temporaryFolder({ "package.json": manifest({ tweedie: {} }) });
    mkdirSync(join(folder, "shared/a"), { recursive: true });
    expect(findProjectRoot(join(folder, "shared/a"))).toBe(folder);
    chmodSync(join(folder, "shared"), 0o1777);
    expect(findProjectRoot(join(folder, "shared/a"))).toBeUndefined();
  },
);

test("the search ends at the folder of temporary files of this process", () => {
  const folder = temporaryFolder({ "package.json": manifest({ tweedie: {} }), "tmp/a/x.yaml": "" });
  vi.stubEnv(process.platform === "win32" ? "TEMP" : "TMPDIR", join(folder, "tmp"));
  try {
    expect(tmpdir()).toBe(join(folder, "tmp"));
    expect(findProjectRoot(join(folder, "tmp/a"))).toBeUndefined();
  } finally {
    vi.unstubAllEnvs();
  }
});

test("the home folder is a project by the key only, not by a package that was installed there", () => {
  for (const [content, isProject] of [
    [{ dependencies: { tweedie: "1" } }, false],
    [{ tweedie: {} }, true],
  ] as const) {
    const home = temporaryFolder({ "package.json": manifest(content), "Downloads/x.yaml": "" });
    vi.stubEnv(process.platform === "win32" ? "USERPROFILE" : "HOME", home);
    try {
      expect(findProjectRoot(join(home, "Downloads"))).toBe(isProject ? home : undefined);
    } finally {
      vi.unstubAllEnvs();
    }
  }
});
