import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { build, type InlineConfig } from "vite";
import { expect, test } from "vitest";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";

/** Bundles a page without writing it. Throws for a module of Node, and for an export that a module of a browser lacks. */
const bundle = (root: string) => {
  const config = pageBuild(root, "unused");
  return build({
    ...config,
    logLevel: "silent",
    build: { ...config.build, write: false, minify: false },
  } as InlineConfig);
};

test("the core and every plugin that reads no file run without Node", async () => {
  await bundle(fileURLToPath(new URL("core-page", import.meta.url)));
});

test("a module of Node in the page is an error of the build that names who imports it", async () => {
  const page = temporaryFolder({
    "index.html": '<script type="module" src="./a.js"></script>',
    "a.js": 'import "node:fs";',
  });
  await expect(bundle(page)).rejects.toThrow(/a\.js imports node:fs, which a browser does not have/);
});
