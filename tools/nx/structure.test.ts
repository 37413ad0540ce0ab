import { execFileSync, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Most source files of a folder, tests and fixtures not counted. */
const limit = 20;

test("no folder has more than twenty source files", () => {
  const listed = execFileSync("git", ["ls-files", "packages", "plugins", "tools"], { cwd: root, encoding: "utf8" });
  const sources = listed
    .split("\n")
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.(test|fixture)\.ts$/.test(file));
  const counts = new Map<string, number>();
  for (const file of sources) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  expect(sources.length).toBeGreaterThan(100);
  expect([...counts].filter(([, count]) => count > limit)).toEqual([]);
});

test("Oxlint finds an import cycle of types", () => {
  const folder = temporaryFolder({
    "a.ts": 'import type { B } from "./b.ts";\nexport type A = readonly B[];\n',
    "b.ts": 'import type { A } from "./a.ts";\nexport interface B { readonly list: A }\n',
  });
  const { stdout } = spawnSync("npx", ["oxlint", "-c", join(root, ".oxlintrc.json"), folder], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toContain("Dependency cycle");
});
