import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { bundlePackage } from "./bundle.ts";
import { workspaces } from "./workspaces.ts";

async function bundle(name: string): Promise<ReadonlyMap<string, string>> {
  const out = temporaryFolder({});
  await bundlePackage(
    workspaces().find(({ folder }) => folder === name)!,
    out,
  );
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(out.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")]));
}

const importsOf = (files: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const code = [...files].filter(([name]) => /\.m?js$/.test(name)).map(([, text]) => text);
  return new Set(code.flatMap((text) => [...text.matchAll(/^import [^;]*?"([^".][^"]*)";$/gm)].map(([, id]) => id!)));
};

test("a package imports the others and the one copy of zod, and contains its libraries with their licences", async () => {
  const files = await bundle("packages/config");
  const imports = [...importsOf(files)].filter((id) => !id.startsWith("node:") && /^[@a-z]/.test(id)).sort();
  expect(imports.filter((id) => id.startsWith("@tweedie/"))).toContain("@tweedie/core/zod");
  expect(imports.filter((id) => ["yaml", "zod", "fastest-levenshtein"].includes(id))).toEqual([]);
  expect(files.get("third-party-licences.txt")).toMatch(/^fastest-levenshtein [\s\S]*^yaml [\s\S]*Permission/m);
});

test("a bundle has a file for each name in `exports`, and for each script of a thread", async () => {
  const names = [...(await bundle("plugins/trackers")).keys()].filter((name) => /\.m?js$/.test(name));
  expect(names).toEqual(expect.arrayContaining(["tensorboard.js", "wandb.js", "wandb/sdk-thread.mjs"]));
  expect(names.filter((name) => name.includes("test"))).toEqual([]);
});
